import type { Table } from '../table';

/** Catalogues, reports, models and what learns. */
export const analytics: Table = {
  holds: {
    'its tables': 'athena_database glue_catalog_database',
    'its definition, with all partitions and earlier versions': 'glue_catalog_table:database_name',
    'the history of its queries': 'athena_workgroup',
    'the place where it stopped: it begins anew': 'glue_job',
    'what it has learnt': 'glue_ml_transform',
    'its connections, variables and history': 'mwaa_environment',
    'its index': 'kendra_index',
    'what it has indexed': 'bedrockagent_data_source:knowledge_base_id',
    'its index, and the conversations in it': 'qbusiness_application',
    'the model':
      'bedrock_custom_model comprehend_document_classifier comprehend_entity_recognizer transcribe_language_model',
    'its models': 'rekognition_project sagemaker_hub sagemaker_model_package_group',
    'the faces in it': 'rekognition_collection',
    'what its users keep in it': 'sagemaker_domain sagemaker_space sagemaker_user_profile',
    'its disk': 'sagemaker_notebook_instance',
    'its features': 'sagemaker_feature_group',
    'its runs': 'sagemaker_mlflow_tracking_server',
    'all that it has made': 'datazone_environment sagemaker_project',
    'its people': 'sagemaker_workforce',
    'its devices': 'sagemaker_device sagemaker_device_fleet',
    'its catalogue': 'datazone_domain datazone_project',
    'the profiles in it': 'customerprofiles_domain customerprofiles_profile',
    'everything in QuickSight': 'quicksight_account_subscription',
    'its users, and what they have made': 'quicksight_namespace quicksight_user',
    'what people have made of it': 'quicksight_analysis quicksight_dashboard quicksight_folder',
    'the data in it': 'quicksight_data_set',
  },
  known: {
    'its capacity, which is paid for and may not be had again':
      'athena_capacity_reservation bedrock_provisioned_model_throughput',
    'its id, by which apps call it':
      'bedrockagent_agent bedrockagent_agent_alias bedrockagent_knowledge_base lex_bot lexv2models_bot',
    'its address, which people have': 'kendra_experience',
    'the agreement of its members': 'cleanrooms_collaboration cleanrooms_membership',
  },
  guards: {
    'what it refused is answered': 'bedrock_guardrail bedrock_guardrail_version:guardrail_arn',
    'what is asked of models is no longer recorded': 'bedrock_model_invocation_logging_configuration',
    'new tables are no longer encrypted': 'glue_data_catalog_encryption_settings',
    'nobody watches the model any more': 'sagemaker_monitoring_schedule',
    'the account of QuickSight is no longer protected': 'quicksight_account_settings',
  },
  nothing: {
    act: 'quicksight_ingestion',
    code: 'athena_data_catalog athena_named_query athena_prepared_statement bedrock_inference_profile bedrockagent_agent_action_group bedrockagent_prompt cleanrooms_configured_table datapipeline_pipeline datapipeline_pipeline_definition datazone_asset_type datazone_environment_blueprint_configuration datazone_environment_profile datazone_form_type datazone_glossary datazone_glossary_term glue_catalog_table_optimizer glue_classifier glue_connection glue_crawler glue_data_quality_ruleset glue_partition_index glue_security_configuration glue_user_defined_function glue_workflow kendra_data_source kendra_faq kendra_query_suggestions_block_list kendra_thesaurus lex_intent lex_slot_type lexv2models_bot_locale lexv2models_bot_version lexv2models_intent lexv2models_slot lexv2models_slot_type quicksight_data_source quicksight_group quicksight_template quicksight_theme quicksight_vpc_connection sagemaker_app_image_config sagemaker_data_quality_job_definition sagemaker_endpoint_configuration sagemaker_flow_definition sagemaker_human_task_ui sagemaker_image sagemaker_image_version sagemaker_model sagemaker_notebook_instance_lifecycle_configuration sagemaker_pipeline sagemaker_studio_lifecycle_config transcribe_medical_vocabulary transcribe_vocabulary transcribe_vocabulary_filter',
    link: 'bedrockagent_agent_collaborator bedrockagent_agent_knowledge_base_association datazone_user_profile lex_bot_alias quicksight_folder_membership quicksight_group_membership quicksight_template_alias sagemaker_code_repository sagemaker_workteam',
    mark: 'glue_partition',
    rights:
      'glue_resource_policy quicksight_iam_policy_assignment quicksight_role_membership sagemaker_model_package_group_policy',
    runs: 'glue_dev_endpoint glue_trigger quicksight_refresh_schedule rekognition_stream_processor sagemaker_app sagemaker_endpoint',
    setting: 'sagemaker_servicecatalog_portfolio_status',
  },
};
