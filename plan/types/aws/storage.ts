import type { Table } from '../table';

/** Files, objects, disks, and their backups. */
export const storage: Table = {
  holds: {
    'its objects': 'media_store_container s3_bucket s3_directory_bucket s3control_bucket',
    'its tables': 's3tables_table_bucket',
    'the table': 's3tables_table',
    'its files':
      'efs_file_system fsx_lustre_file_system fsx_ontap_file_system fsx_ontap_volume fsx_openzfs_file_system fsx_openzfs_volume fsx_windows_file_system',
    'its volumes': 'fsx_ontap_storage_virtual_machine',
    'what was written to it and is nowhere else yet':
      'fsx_file_cache storagegateway_gateway storagegateway_nfs_file_share storagegateway_smb_file_share',
    'the volume': 'ebs_volume storagegateway_cached_iscsi_volume storagegateway_stored_iscsi_volume',
    'the snapshot': 'ebs_snapshot ebs_snapshot_copy ebs_snapshot_import fsx_openzfs_snapshot',
    'the backup': 'fsx_backup',
    'its archives': 'glacier_vault',
    'its tapes': 'storagegateway_tape_pool',
    'the backups in it': 'backup_logically_air_gapped_vault backup_vault',
    'the data set': 'dataexchange_data_set dataexchange_revision dataexchange_revision_assets',
  },
  known: {
    'its address, and the key by which clients know it': 'transfer_server',
    'the program that somebody has set up and activated': 'datasync_agent',
    'its address, which others may have written down':
      's3_access_point s3control_multi_region_access_point s3control_object_lambda_access_point',
  },
  guards: {
    'nothing is backed up by it any more':
      'backup_plan backup_selection:plan_id dlm_lifecycle_policy efs_backup_policy:file_system_id',
    'backups can be deleted before their time':
      'backup_vault_lock_configuration:backup_vault_name glacier_vault_lock:vault_name',
    'what its policy refused is allowed':
      'backup_vault_policy:backup_vault_name efs_file_system_policy:file_system_id',
    'nobody hears of backups that fail': 'backup_vault_notifications:backup_vault_name',
    'nobody checks or reports whether everything is backed up': 'backup_framework backup_report_plan',
    'nobody tries whether backups can be restored':
      'backup_restore_testing_plan backup_restore_testing_selection:restore_testing_plan_name',
    'what somebody deletes can no longer be got back from the recycle bin': 'rbin_rule',
    'files are no longer copied': 'datasync_task efs_replication_configuration:source_file_system_id',
    'objects are no longer copied': 's3_bucket_replication_configuration:bucket',
    'access lists decide over objects again': 's3_bucket_ownership_controls:bucket',
    'every bucket of the account can become public': 's3_account_public_access_block',
    'new disks are no longer encrypted': 'ebs_encryption_by_default',
    'new disks are encrypted by a key of AWS': 'ebs_default_kms_key',
    'snapshots can be shared with everybody': 'ebs_snapshot_block_public_access',
    'more can be asked of the access point': 's3control_directory_bucket_access_point_scope',
  },
  nothing: {
    code: 'dataexchange_event_action datasync_location_azure_blob datasync_location_efs datasync_location_fsx_lustre_file_system datasync_location_fsx_ontap_file_system datasync_location_fsx_openzfs_file_system datasync_location_fsx_windows_file_system datasync_location_hdfs datasync_location_nfs datasync_location_object_storage datasync_location_s3 datasync_location_smb drs_replication_configuration_template efs_access_point s3_bucket_object s3_object s3_object_copy s3control_storage_lens_configuration s3outposts_endpoint s3tables_namespace transfer_agreement transfer_certificate transfer_connector transfer_profile transfer_workflow',
    credential: 'transfer_ssh_key',
    judged:
      's3_bucket_lifecycle_configuration s3_bucket_logging s3_bucket_object_lock_configuration s3_bucket_policy s3_bucket_public_access_block s3_bucket_server_side_encryption_configuration s3_bucket_versioning s3control_bucket_lifecycle_configuration',
    link: 'fsx_data_repository_association storagegateway_cache storagegateway_file_system_association storagegateway_upload_buffer storagegateway_working_storage volume_attachment',
    mark: 'transfer_tag',
    reach: 'efs_mount_target',
    rights:
      'media_store_container_policy s3control_access_grant s3control_access_grants_instance s3control_access_grants_instance_resource_policy s3control_access_grants_location s3control_access_point_policy s3control_bucket_policy s3control_multi_region_access_point_policy s3control_object_lambda_access_point_policy s3tables_table_bucket_policy s3tables_table_policy snapshot_create_volume_permission transfer_access transfer_user',
    setting:
      'backup_global_settings backup_region_settings ebs_fast_snapshot_restore s3_bucket_accelerate_configuration s3_bucket_acl s3_bucket_analytics_configuration s3_bucket_cors_configuration s3_bucket_intelligent_tiering_configuration s3_bucket_inventory s3_bucket_metric s3_bucket_notification s3_bucket_request_payment_configuration s3_bucket_website_configuration',
  },
};
