import type { Table } from '../table';

/** Queues, streams, events, mail, telephones and media. */
export const messages: Table = {
  holds: {
    'the messages in it': 'mq_broker sqs_queue',
    'the records in it': 'kinesis_stream',
    'the records that it has not delivered yet': 'kinesis_firehose_delivery_stream osis_pipeline',
    'the video in it': 'kinesis_video_stream',
    'its topics, and what is in them': 'msk_cluster msk_serverless_cluster',
    'what it has counted, and its place in the stream':
      'kinesis_analytics_application kinesisanalyticsv2_application',
    'the place where it stopped: it begins anew': 'appflow_flow',
    'the snapshot': 'kinesisanalyticsv2_application_snapshot',
    'the events in it': 'cloudwatch_event_archive',
    'the schemas in it, and their versions':
      'glue_registry glue_schema schemas_registry schemas_schema:registry_name',
    'the devices that have registered with it': 'sns_platform_application',
    'its contacts': 'sesv2_contact_list',
    'who wants no messages': 'pinpointsmsvoicev2_opt_out_list',
    'its segments, campaigns and receivers': 'pinpoint_app',
    'its users, numbers and records': 'connect_instance',
    'the user': 'connect_user:instance_id',
    'the voices that it knows': 'chimesdkvoice_voice_profile_domain',
    'the history of what it has run': 'sfn_state_machine swf_domain',
    'the tasks that wait for it': 'sfn_activity',
    'the jobs that wait in it': 'media_convert_queue',
  },
  known: {
    'its verification: nothing can be sent from it until somebody has verified it again':
      'ses_domain_identity ses_email_identity sesv2_email_identity',
    'its addresses, from which receivers take mail': 'sesv2_dedicated_ip_assignment sesv2_dedicated_ip_pool',
    'the number': 'connect_phone_number pinpointsmsvoicev2_phone_number',
    'its address, which others may have written down':
      'chime_voice_connector ivs_channel ivschat_room media_package_channel media_packagev2_channel_group medialive_input',
    'its key, by which others have signed': 'ivs_playback_key_pair',
    'the address to which others send their logs': 'cloudwatch_log_destination',
    'the sign-in that somebody has authorized by hand': 'appflow_connector_profile',
  },
  guards: {
    'messages that fail are no longer set aside': 'sqs_queue_redrive_policy:queue_url',
    'personal data in messages is no longer refused': 'sns_topic_data_protection_policy:arn',
    'topics are no longer copied': 'msk_replicator',
    'nobody hears of mail that bounces or of complaints':
      'ses_event_destination:configuration_set_name ses_identity_notification_topic:identity sesv2_configuration_set_event_destination:configuration_set_name',
    'mail that arrives is no longer handled by it':
      'ses_active_receipt_rule_set ses_receipt_filter ses_receipt_rule:rule_set_name ses_receipt_rule_set',
    'what happens is no longer recorded':
      'chime_voice_connector_logging:voice_connector_id chime_voice_connector_streaming:voice_connector_id connect_instance_storage_config:instance_id ivs_recording_configuration ivschat_logging_configuration pinpoint_event_stream:application_id',
  },
  nothing: {
    code: 'appintegrations_data_integration appintegrations_event_integration chime_voice_connector_group chimesdkmediapipelines_media_insights_pipeline_configuration chimesdkvoice_sip_media_application chimesdkvoice_sip_rule cloudwatch_event_api_destination cloudwatch_event_bus cloudwatch_event_connection cloudwatch_event_endpoint connect_contact_flow connect_contact_flow_module connect_hours_of_operation connect_queue connect_quick_connect connect_routing_profile connect_security_profile connect_user_hierarchy_group connect_user_hierarchy_structure connect_vocabulary kinesis_stream_consumer medialive_multiplex medialive_multiplex_program mq_configuration msk_configuration mskconnect_custom_plugin mskconnect_worker_configuration pinpoint_email_template pinpointsmsvoicev2_configuration_set scheduler_schedule_group schemas_discoverer ses_configuration_set ses_template sesv2_configuration_set',
    credential: 'chime_voice_connector_termination_credentials',
    link: 'connect_bot_association connect_lambda_function_association msk_scram_secret_association msk_single_scram_secret_association msk_vpc_connection sfn_alias',
    judged: 'sns_topic sns_topic_subscription',
    rights:
      'cloudwatch_event_bus_policy cloudwatch_event_permission kinesis_resource_policy msk_cluster_policy schemas_registry_policy ses_identity_policy sesv2_email_identity_policy sns_topic_policy sqs_queue_policy sqs_queue_redrive_allow_policy',
    runs: 'cloudwatch_event_rule cloudwatch_event_target medialive_channel mskconnect_connector pipes_pipe scheduler_schedule',
    setting:
      'chime_voice_connector_origination chime_voice_connector_termination chimesdkvoice_global_settings medialive_input_security_group pinpoint_adm_channel pinpoint_apns_channel pinpoint_apns_sandbox_channel pinpoint_apns_voip_channel pinpoint_apns_voip_sandbox_channel pinpoint_baidu_channel pinpoint_email_channel pinpoint_gcm_channel pinpoint_sms_channel ses_domain_dkim ses_domain_identity_verification ses_domain_mail_from sesv2_account_suppression_attributes sesv2_account_vdm_attributes sesv2_email_identity_feedback_attributes sesv2_email_identity_mail_from_attributes sns_sms_preferences',
  },
};
