import type { Table } from '../table';

/** Logs, measurements, alarms, audits and costs. */
export const watch: Table = {
  holds: {
    'its logs': 'cloudwatch_log_group cloudwatch_log_stream:log_group_name',
    'the record of who did what, from then on': 'cloudtrail',
    'its events': 'cloudtrail_event_data_store',
    'its measurements': 'prometheus_workspace',
    'its dashboards': 'grafana_workspace',
    'its records': 'securitylake_data_lake',
    'its evidence': 'auditmanager_assessment auditmanager_assessment_report',
    'its profiles': 'codeguruprofiler_profiling_group',
    'its history, and the id that its pages have': 'rum_app_monitor',
    'its features, and the results of its experiments': 'evidently_launch evidently_project',
  },
  known: {
    'its address, to which other accounts send what they measure': 'oam_sink',
    'the address that somebody has confirmed': 'notificationscontacts_email_contact',
  },
  guards: {
    'what it counted in the logs is no longer counted, and alarms on it stay silent':
      'cloudwatch_log_metric_filter:log_group_name',
    'logs or measurements no longer get where they were sent':
      'cloudwatch_log_delivery cloudwatch_metric_stream oam_link',
    'what is secret in logs is no longer hidden': 'cloudwatch_log_data_protection_policy:log_group_name',
    'what held for all logs of the account no longer does': 'cloudwatch_log_account_policy',
    'nobody is told what it told':
      'chatbot_slack_channel_configuration chatbot_teams_channel_configuration codestarnotifications_notification_rule devopsguru_notification_channel notifications_channel_association notifications_event_rule notifications_notification_configuration notifications_notification_hub',
    'nobody looks for what is unusual':
      'applicationinsights_application cloudwatch_log_anomaly_detector:log_group_arn_list devopsguru_event_sources_config devopsguru_resource_collection devopsguru_service_integration prometheus_alert_manager_definition:workspace_id prometheus_rule_group_namespace:workspace_id prometheus_scraper synthetics_canary',
    'changes of resources are no longer recorded':
      'config_configuration_aggregator config_configuration_recorder_status:name config_delivery_channel',
    'nobody checks what it checked':
      'accessanalyzer_analyzer config_config_rule config_conformance_pack config_organization_conformance_pack config_organization_custom_policy_rule config_organization_custom_rule config_organization_managed_rule config_remediation_configuration:config_rule_name inspector2_enabler inspector2_organization_configuration inspector_assessment_target inspector_assessment_template macie2_classification_job macie2_organization_configuration securityhub_configuration_policy securityhub_configuration_policy_association securityhub_organization_configuration securityhub_standards_subscription fms_policy auditmanager_account_registration',
    'nobody looks for intruders':
      'detective_organization_configuration guardduty_detector_feature:detector_id guardduty_ipset:detector_id guardduty_malware_protection_plan guardduty_member_detector_feature:detector_id guardduty_organization_configuration guardduty_organization_configuration_feature guardduty_threatintelset:detector_id',
    'nobody looks after other accounts from here':
      'auditmanager_organization_admin_account_registration cloudtrail_organization_delegated_admin_account detective_invitation_accepter detective_member:graph_arn detective_organization_admin_account fms_admin_account guardduty_invite_accepter guardduty_member:detector_id guardduty_organization_admin_account inspector2_delegated_admin_account inspector2_member_association macie2_invitation_accepter macie2_member macie2_organization_admin_account securityhub_finding_aggregator securityhub_invite_accepter securityhub_member securityhub_organization_admin_account',
    'nobody gathers findings any more, and those that there are are lost':
      'detective_graph macie2_account securityhub_account',
    'findings no longer get where they were sent':
      'guardduty_publishing_destination:detector_id macie2_classification_export_configuration securityhub_product_subscription',
    'records no longer arrive': 'securitylake_aws_log_source securitylake_custom_log_source',
    'nobody hears when costs rise':
      'budgets_budget budgets_budget_action:budget_name ce_anomaly_monitor ce_anomaly_subscription',
    'costs are no longer recorded': 'bcmdataexports_export cur_report_definition',
  },
  nothing: {
    code: 'accessanalyzer_archive_rule auditmanager_control auditmanager_framework ce_cost_category cloudwatch_contributor_insight_rule cloudwatch_contributor_managed_insight_rule cloudwatch_dashboard cloudwatch_log_delivery_destination cloudwatch_log_delivery_source cloudwatch_query_definition evidently_feature evidently_segment fis_experiment_template fms_resource_set grafana_workspace_service_account guardduty_filter inspector2_filter inspector_resource_group macie2_custom_data_identifier macie2_findings_filter resiliencehub_resiliency_policy resourceexplorer2_index resourceexplorer2_view resourcegroups_group securityhub_action_target securityhub_automation_rule securityhub_insight synthetics_group xray_group xray_sampling_rule',
    credential: 'grafana_workspace_api_key grafana_workspace_service_account_token',
    judged:
      'cloudwatch_composite_alarm cloudwatch_log_subscription_filter cloudwatch_metric_alarm config_configuration_recorder guardduty_detector',
    link: 'auditmanager_assessment_delegation auditmanager_framework_share codegurureviewer_repository_association rum_metrics_destination securitylake_subscriber_notification synthetics_group_association',
    mark: 'resourcegroups_resource',
    rights:
      'cloudwatch_log_delivery_destination_policy cloudwatch_log_destination_policy cloudwatch_log_resource_policy config_aggregate_authorization grafana_role_association oam_sink_policy securitylake_subscriber xray_resource_policy',
    setting:
      'ce_cost_allocation_tag cloudwatch_log_index_policy computeoptimizer_enrollment_status computeoptimizer_recommendation_preferences config_retention_configuration costoptimizationhub_enrollment_status costoptimizationhub_preferences grafana_license_association grafana_workspace_saml_configuration prometheus_workspace_configuration securityhub_standards_control securityhub_standards_control_association servicequotas_service_quota servicequotas_template servicequotas_template_association xray_encryption_config',
  },
};
