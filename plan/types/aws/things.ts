import type { Table } from '../table';

/** Desktops, devices and places. */
export const things: Table = {
  holds: {
    'its disks': 'appstream_image_builder workspaces_workspace',
    'its users, and the registration of the directory': 'workspaces_directory',
    'the user': 'appstream_user',
    'what it knows of the device': 'iot_thing',
    'its positions': 'location_tracker',
    'its areas': 'location_geofence_collection',
  },
  known: {
    'the certificate that devices have': 'iot_ca_certificate iot_certificate',
    'the name under which others call it': 'iot_domain_configuration workspaces_connection_alias',
  },
  guards: {
    'what happens is no longer recorded': 'iot_logging_options workspacesweb_user_access_logging_settings',
    'what is personal is no longer hidden': 'workspacesweb_data_protection_settings',
    'people come from any address': 'workspaces_ip_group workspacesweb_ip_access_settings',
  },
  nothing: {
    code: 'appstream_directory_config appstream_stack iot_authorizer iot_billing_group iot_policy iot_provisioning_template iot_role_alias iot_thing_group iot_thing_type iot_topic_rule_destination location_map location_place_index location_route_calculator worklink_fleet workspacesweb_browser_settings workspacesweb_network_settings workspacesweb_user_settings',
    link: 'appstream_fleet_stack_association appstream_user_stack_association iot_thing_group_membership iot_thing_principal_attachment location_tracker_association worklink_website_certificate_authority_association',
    rights: 'iot_policy_attachment',
    runs: 'appstream_fleet iot_topic_rule',
    setting: 'iot_event_configurations iot_indexing_configuration',
  },
};
