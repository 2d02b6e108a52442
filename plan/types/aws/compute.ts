import type { Table } from '../table';

/** Servers, containers, functions, and what is run for others. */
export const compute: Table = {
  holds: {
    'its disks, and what was changed on them by hand':
      'cloud9_environment_ec2 instance opsworks_instance spot_instance_request',
    'the image': 'ami ami_copy ami_from_instance imagebuilder_image',
    'its disk': 'lightsail_disk lightsail_instance',
    'the database': 'finspace_kx_database lightsail_database',
    'its objects': 'lightsail_bucket',
    'all that is in it': 'finspace_kx_environment m2_application m2_environment',
    'its files': 'finspace_kx_volume',
    'what is in its memory and on its disks': 'finspace_kx_cluster',
    'all that runs in the cluster': 'eks_cluster',
    'the jobs that wait in it': 'batch_job_queue',
    'what is on the disks of its servers': 'elastic_beanstalk_environment emr_cluster',
    'the versions in it': 'elastic_beanstalk_application',
    'the workspaces in it': 'emr_studio',
    'all that it has made':
      'cloudformation_stack cloudformation_stack_instances cloudformation_stack_set cloudformation_stack_set_instance serverlessapplicationrepository_cloudformation_stack servicecatalog_provisioned_product',
    'what it stands for, which nobody has looked into': 'cloudcontrolapi_resource',
  },
  known: {
    'its address, which others may have written down':
      'apprunner_service lambda_function_url lightsail_container_service lightsail_distribution lightsail_static_ip',
    'its capacity, which may not be had again':
      'ec2_capacity_block_reservation ec2_capacity_reservation ec2_host',
    'the sign-in that somebody has authorized by hand': 'apprunner_connection',
  },
  guards: {
    'code that nobody has signed can be deployed': 'lambda_code_signing_config',
    'servers can be started with the older service of metadata, which needs no token':
      'ec2_instance_metadata_defaults',
    'images can be shared with everybody': 'ec2_image_block_public_access',
    'old images are no longer cleared away by its rules': 'imagebuilder_lifecycle_policy',
  },
  nothing: {
    act: 'apprunner_deployment lambda_invocation lightsail_container_service_deployment_version m2_deployment',
    code: 'apprunner_auto_scaling_configuration_version apprunner_observability_configuration apprunner_vpc_connector batch_job_definition batch_scheduling_policy cloudformation_type ec2_instance_connect_endpoint ecs_capacity_provider ecs_task_definition elastic_beanstalk_application_version elastic_beanstalk_configuration_template elastictranscoder_pipeline elastictranscoder_preset emr_security_configuration emrcontainers_job_template emrcontainers_virtual_cluster finspace_kx_dataview finspace_kx_user gamelift_build gamelift_game_session_queue gamelift_script imagebuilder_component imagebuilder_container_recipe imagebuilder_distribution_configuration imagebuilder_image_pipeline imagebuilder_image_recipe imagebuilder_infrastructure_configuration imagebuilder_workflow key_pair lambda_layer_version launch_configuration launch_template lightsail_certificate lightsail_key_pair lightsail_lb_certificate opsworks_application opsworks_custom_layer opsworks_ecs_cluster_layer opsworks_ganglia_layer opsworks_haproxy_layer opsworks_java_app_layer opsworks_memcached_layer opsworks_mysql_layer opsworks_nodejs_app_layer opsworks_php_app_layer opsworks_rails_app_layer opsworks_stack opsworks_static_web_layer opsworks_user_profile placement_group servicecatalog_portfolio servicecatalog_product servicecatalog_provisioning_artifact servicecatalog_service_action servicecatalog_tag_option servicecatalogappregistry_application servicecatalogappregistry_attribute_group',
    credential: 'lightsail_bucket_access_key',
    link: 'apprunner_custom_domain_association autoscaling_attachment autoscaling_traffic_source_attachment cloud9_environment_membership ecs_cluster_capacity_providers emr_studio_session_mapping gamelift_alias lambda_alias lambda_event_source_mapping lightsail_disk_attachment lightsail_lb_attachment lightsail_lb_certificate_attachment opsworks_rds_db_instance servicecatalog_budget_resource_association servicecatalog_product_portfolio_association servicecatalog_tag_option_resource_association servicecatalogappregistry_attribute_group_association',
    mark: 'autoscaling_group_tag ec2_tag ecs_tag',
    reach:
      'apprunner_vpc_ingress_connection lightsail_domain_entry lightsail_lb lightsail_static_ip_attachment',
    rights:
      'ami_launch_permission eks_access_entry eks_access_policy_association eks_pod_identity_association lambda_layer_version_permission lambda_permission lightsail_bucket_resource_access opsworks_permission servicecatalog_organizations_access servicecatalog_portfolio_share servicecatalog_principal_portfolio_association',
    runs: 'autoscaling_group batch_compute_environment ec2_fleet ecs_cluster ecs_service ecs_task_set eks_fargate_profile eks_node_group emr_instance_fleet emr_instance_group emrserverless_application finspace_kx_scaling_group gamelift_fleet gamelift_game_server_group lambda_function spot_fleet_request',
    setting:
      'appautoscaling_policy appautoscaling_scheduled_action appautoscaling_target apprunner_default_auto_scaling_configuration_version autoscaling_lifecycle_hook autoscaling_notification autoscaling_policy autoscaling_schedule autoscalingplans_scaling_plan ec2_availability_zone_group ec2_default_credit_specification ec2_instance_state ec2_serial_console_access ecs_account_setting_default eks_addon eks_identity_provider_config emr_block_public_access_configuration emr_managed_scaling_policy lambda_function_event_invoke_config lambda_function_recursion_config lambda_provisioned_concurrency_config lambda_runtime_management_config lightsail_instance_public_ports lightsail_lb_https_redirection_policy lightsail_lb_stickiness_policy spot_datafeed_subscription servicecatalog_constraint',
  },
};
