import type { Table } from '../table';

/** People, accounts, keys, secrets, and who may do what. */
export const identity: Table = {
  holds: {
    'everything that it has encrypted, once its waiting time is over':
      'kms_external_key kms_key kms_replica_external_key kms_replica_key',
    'the keys in it, and everything that they have encrypted':
      'cloudhsm_v2_cluster cloudhsm_v2_hsm kms_custom_key_store paymentcryptography_key',
    'the secret': 'secretsmanager_secret',
    'the value of the parameter': 'ssm_parameter',
    'the accounts of its users: a new one has nobody, and they sign up again': 'cognito_user_pool',
    'the identities of its users, and what they own': 'cognito_identity_pool',
    'the account of the user': 'cognito_user:user_pool_id identitystore_user',
    'the user, with keys, password and second factor': 'iam_user',
    'the second factor': 'iam_virtual_mfa_device',
    'its members, and all that it was given': 'identitystore_group',
    'its users, computers and their trust': 'directory_service_directory',
    'the copy in that region': 'directory_service_region:directory_id',
    'the account': 'organizations_account',
    'the organization, and all that holds for its accounts':
      'controltower_landing_zone organizations_organization',
    'the authority, and the trust in all certificates that it has issued': 'acmpca_certificate_authority',
    'its policies': 'verifiedpermissions_policy_store',
    'the incidents in it': 'ssmincidents_replication_set',
    'the validity of all that it has signed': 'signer_signing_profile',
  },
  known: {
    'its id and secret, which the apps have': 'cognito_user_pool_client ssoadmin_application',
    'its address, to which the apps send people': 'cognito_user_pool_domain',
    'the certificate, which is revoked': 'acmpca_certificate:certificate_authority_arn',
    'the name by which people sign in': 'iam_account_alias',
    'what the other side has set up': 'directory_service_trust:directory_id',
    'the consent of whoever is called': 'ssmcontacts_contact_channel:contact_id',
  },
  guards: {
    'what it forbade is allowed': 'organizations_policy_attachment:target_id',
    'passwords may be short, and as old as one likes': 'iam_account_password_policy',
    'roots of accounts are no longer looked after in one place': 'iam_organizations_features',
    'nothing limits what the permission set may allow':
      'ssoadmin_permissions_boundary_attachment:permission_set_arn',
    'sign-ins that look stolen are let in': 'cognito_risk_configuration:user_pool_id',
    'the second factor is no longer asked for': 'directory_service_radius_settings:directory_id',
    'what happens in the directory is no longer recorded': 'directory_service_log_subscription:directory_id',
    'the secret no longer changes': 'secretsmanager_secret_rotation:secret_id',
    'servers are no longer patched or kept as they should be':
      'ssm_association ssm_maintenance_window ssm_maintenance_window_target:window_id ssm_maintenance_window_task:window_id ssmquicksetup_configuration_manager',
    'what runs where is no longer recorded': 'ssm_resource_data_sync',
    'AWS reaches nobody for what it is about': 'account_alternate_contact',
    'nobody is called':
      'ssmcontacts_contact ssmcontacts_plan:contact_id ssmcontacts_rotation ssmincidents_response_plan',
    'data can be read that was held back': 'lakeformation_data_lake_settings',
    'what it refused is allowed': 'controltower_control verifiedpermissions_policy:policy_store_id',
    'nobody counts licenses': 'licensemanager_license_configuration',
  },
  nothing: {
    act: 'signer_signing_job ssm_activation',
    code: 'cognito_resource_server directory_service_conditional_forwarder iam_group iam_openid_connect_provider iam_policy iam_role iam_saml_provider iam_server_certificate iam_service_linked_role kms_ciphertext lakeformation_data_cells_filter lakeformation_lf_tag organizations_organizational_unit organizations_policy rolesanywhere_profile rolesanywhere_trust_anchor ssm_document ssm_patch_baseline ssoadmin_permission_set verifiedpermissions_identity_source verifiedpermissions_policy_template verifiedpermissions_schema',
    credential:
      'iam_access_key iam_service_specific_credential iam_signing_certificate iam_user_login_profile iam_user_ssh_key',
    judged: 'kms_key_policy secretsmanager_secret_policy',
    link: 'acmpca_certificate_authority_certificate cognito_identity_pool_provider_principal_tag cognito_identity_pool_roles_attachment cognito_identity_provider cognito_managed_user_pool_client iam_instance_profile kms_alias lakeformation_opt_in lakeformation_resource lakeformation_resource_lf_tag lakeformation_resource_lf_tags licensemanager_association licensemanager_grant_accepter paymentcryptography_key_alias ram_resource_share_accepter directory_service_shared_directory_accepter ssm_patch_group',
    rights:
      'acmpca_permission acmpca_policy cognito_user_group cognito_user_in_group directory_service_shared_directory iam_group_membership iam_group_policy iam_group_policy_attachment iam_policy_attachment iam_role_policy iam_role_policy_attachment iam_user_group_membership iam_user_policy iam_user_policy_attachment identitystore_group_membership kms_grant lakeformation_permissions licensemanager_grant organizations_delegated_administrator organizations_resource_policy ram_principal_association ram_resource_association ram_resource_share signer_signing_profile_permission ssoadmin_account_assignment ssoadmin_application_access_scope ssoadmin_application_assignment ssoadmin_customer_managed_policy_attachment ssoadmin_managed_policy_attachment ssoadmin_permission_set_inline_policy ssoadmin_trusted_token_issuer',
    setting:
      'account_primary_contact account_region cognito_user_pool_ui_customization iam_group_policies_exclusive iam_group_policy_attachments_exclusive iam_role_policies_exclusive iam_role_policy_attachments_exclusive iam_security_token_service_preferences iam_user_policies_exclusive iam_user_policy_attachments_exclusive ram_sharing_with_organization secretsmanager_secret_version ssm_default_patch_baseline ssm_service_setting ssoadmin_application_assignment_configuration ssoadmin_instance_access_control_attributes',
  },
};
