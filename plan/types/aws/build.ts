import type { Table } from '../table';

/** Code, images, packages, and what builds and configures from them. */
export const build: Table = {
  holds: {
    'its images, and with them the way back to earlier versions': 'ecr_repository ecrpublic_repository',
    'its packages': 'codeartifact_domain codeartifact_repository',
    'the code in it, and its history': 'codecatalyst_source_repository codecommit_repository',
    'all that is in it': 'codecatalyst_dev_environment codecatalyst_project',
    'its reports': 'codebuild_report_group devicefarm_project devicefarm_test_grid_project',
  },
  known: {
    'the sign-in that somebody has authorized by hand':
      'appfabric_app_authorization appfabric_app_authorization_connection appfabric_app_bundle codeconnections_connection codeconnections_host codestarconnections_connection codestarconnections_host',
    'its address, which others call': 'codebuild_webhook:project_name codepipeline_webhook',
  },
  guards: {
    'changes of code can be merged without a review':
      'codecommit_approval_rule_template codecommit_approval_rule_template_association:repository_name',
    'images are no longer copied': 'ecr_replication_configuration',
    'images are no longer scanned': 'ecr_registry_scanning_configuration',
    'what happens in apps is no longer recorded': 'appfabric_ingestion appfabric_ingestion_destination',
  },
  nothing: {
    act: 'appconfig_deployment',
    code: 'appconfig_application appconfig_configuration_profile appconfig_deployment_strategy appconfig_environment appconfig_extension appconfig_hosted_configuration_version codebuild_project codedeploy_app codedeploy_deployment_config codedeploy_deployment_group codepipeline codepipeline_custom_action_type devicefarm_device_pool devicefarm_instance_profile devicefarm_network_profile devicefarm_upload ecr_pull_through_cache_rule ecr_repository_creation_template',
    credential: 'codebuild_source_credential',
    judged: 'ecr_lifecycle_policy',
    link: 'appconfig_extension_association codecommit_trigger',
    rights:
      'codeartifact_domain_permissions_policy codeartifact_repository_permissions_policy codebuild_resource_policy ecr_registry_policy ecr_repository_policy ecrpublic_repository_policy',
    runs: 'codebuild_fleet',
    setting: 'ecr_account_setting',
  },
};
