import type { Table } from '../table';

/** Networks, ways between them, and load balancers. */
export const network: Table = {
  holds: {
    'which addresses are whose': 'vpc_ipam vpc_ipam_pool vpc_ipam_pool_cidr vpc_ipam_scope',
  },
  known: {
    'its address, which others may have let through': 'eip',
    'its addresses, which others may have let through or point their names to':
      'globalaccelerator_accelerator globalaccelerator_custom_routing_accelerator',
    'its addresses: AWS gives others': 'vpc_ipv6_cidr_block_association',
    'the addresses that were set aside': 'vpc_ipam_pool_cidr_allocation',
    'its name, by which others connect to it':
      'verifiedaccess_endpoint vpc_endpoint_service vpclattice_service',
    'the agreement of the other side':
      'ec2_transit_gateway_peering_attachment networkmanager_transit_gateway_peering vpc_peering_connection',
    'its addresses and keys, which the other side has set up': 'vpn_connection',
    'its address, which is in the settings of all who use it': 'ec2_client_vpn_endpoint',
    'the attachments that other accounts have made': 'ec2_transit_gateway networkmanager_core_network',
    'the line, which takes weeks to get': 'dx_connection dx_hosted_connection dx_lag',
    'what the other side has set up for it':
      'dx_bgp_peer dx_gateway dx_hosted_private_virtual_interface dx_hosted_public_virtual_interface dx_hosted_transit_virtual_interface dx_private_virtual_interface dx_public_virtual_interface dx_transit_virtual_interface',
  },
  guards: {
    'traffic is no longer filtered': 'networkfirewall_firewall',
    'what the firewall sees is no longer recorded': 'networkfirewall_logging_configuration:firewall_arn',
    'everything is allowed through the endpoint': 'vpc_endpoint_policy:vpc_endpoint_id',
    'networks can be reached from the internet again': 'vpc_block_public_access_options',
    'who may call it is no longer limited by a policy': 'vpclattice_auth_policy:resource_identifier',
    'requests are no longer recorded':
      'verifiedaccess_instance_logging_configuration:verifiedaccess_instance_id vpclattice_access_log_subscription:resource_identifier',
    'the line is no longer encrypted': 'dx_macsec_key_association:connection_id',
    'certificates that were revoked are taken again': 'lb_trust_store_revocation:trust_store_arn',
    'nobody hears of connections that are asked for': 'vpc_endpoint_connection_notification',
    'nobody watches the way of packets any more':
      'ec2_traffic_mirror_session internetmonitor_monitor networkmonitor_monitor networkmonitor_probe:monitor_name',
  },
  nothing: {
    act: 'dx_connection_confirmation dx_gateway_association_proposal ec2_network_insights_analysis vpc_endpoint_service_private_dns_verification vpc_ipam_preview_next_cidr',
    code: 'customer_gateway ec2_managed_prefix_list ec2_network_insights_path ec2_traffic_mirror_filter ec2_traffic_mirror_target ec2_transit_gateway_multicast_domain ec2_transit_gateway_policy_table ec2_transit_gateway_route_table globalaccelerator_custom_routing_endpoint_group globalaccelerator_custom_routing_listener globalaccelerator_endpoint_group globalaccelerator_listener lb_trust_store network_interface networkfirewall_firewall_policy networkfirewall_rule_group networkfirewall_tls_inspection_configuration networkmanager_connection networkmanager_device networkmanager_global_network networkmanager_link networkmanager_site security_group subnet verifiedaccess_group verifiedaccess_instance verifiedaccess_trust_provider vpc vpc_dhcp_options vpc_ipam_resource_discovery vpc_route_server vpclattice_resource_configuration vpclattice_resource_gateway vpclattice_service_network',
    judged: 'flow_log',
    link: 'alb_listener_certificate alb_target_group_attachment dx_connection_association dx_gateway_association dx_hosted_private_virtual_interface_accepter dx_hosted_public_virtual_interface_accepter dx_hosted_transit_virtual_interface_accepter ec2_client_vpn_network_association ec2_local_gateway_route_table_vpc_association ec2_transit_gateway_connect ec2_transit_gateway_connect_peer ec2_transit_gateway_default_route_table_association ec2_transit_gateway_default_route_table_propagation ec2_transit_gateway_multicast_domain_association ec2_transit_gateway_multicast_group_member ec2_transit_gateway_multicast_group_source ec2_transit_gateway_peering_attachment_accepter ec2_transit_gateway_policy_table_association ec2_transit_gateway_route_table_association ec2_transit_gateway_route_table_propagation ec2_transit_gateway_vpc_attachment ec2_transit_gateway_vpc_attachment_accepter eip_association elb_attachment internet_gateway_attachment lb_listener_certificate lb_target_group_attachment network_acl_association network_interface_attachment network_interface_sg_attachment networkmanager_attachment_accepter networkmanager_connect_attachment networkmanager_connect_peer networkmanager_customer_gateway_association networkmanager_dx_gateway_attachment networkmanager_link_association networkmanager_site_to_site_vpn_attachment networkmanager_transit_gateway_connect_peer_association networkmanager_transit_gateway_registration networkmanager_transit_gateway_route_table_attachment networkmanager_vpc_attachment route_table_association verifiedaccess_instance_trust_provider_attachment vpc_dhcp_options_association vpc_endpoint_connection_accepter vpc_endpoint_route_table_association vpc_endpoint_security_group_association vpc_endpoint_subnet_association vpc_ipam_resource_discovery_association vpc_ipv4_cidr_block_association vpc_peering_connection_accepter vpc_route_server_propagation vpc_route_server_vpc_association vpc_security_group_vpc_association vpclattice_service_network_resource_association vpclattice_service_network_service_association vpclattice_service_network_vpc_association vpclattice_target_group_attachment vpn_gateway_attachment vpn_gateway_route_propagation',
    reach:
      'alb alb_listener alb_listener_rule alb_target_group ec2_carrier_gateway egress_only_internet_gateway elb internet_gateway lb lb_listener lb_listener_rule lb_target_group nat_gateway vpc_endpoint vpc_route_server_endpoint vpc_route_server_peer vpclattice_listener vpclattice_listener_rule vpclattice_target_group vpn_gateway',
    rights:
      'ec2_client_vpn_authorization_rule globalaccelerator_cross_account_attachment network_interface_permission networkfirewall_resource_policy vpc_block_public_access_exclusion vpc_endpoint_service_allowed_principal vpclattice_resource_policy',
    setting:
      'app_cookie_stickiness_policy default_network_acl default_route_table default_security_group default_subnet default_vpc default_vpc_dhcp_options ec2_client_vpn_route ec2_local_gateway_route ec2_managed_prefix_list_entry ec2_subnet_cidr_reservation ec2_traffic_mirror_filter_rule ec2_transit_gateway_prefix_list_reference ec2_transit_gateway_route eip_domain_name lb_cookie_stickiness_policy lb_ssl_negotiation_policy load_balancer_backend_server_policy load_balancer_listener_policy load_balancer_policy main_route_table_association network_acl network_acl_rule networkmanager_core_network_policy_attachment proxy_protocol_policy route route_table security_group_rule vpc_endpoint_private_dns vpc_ipam_organization_admin_account vpc_network_performance_metric_subscription vpc_peering_connection_options vpc_security_group_egress_rule vpc_security_group_ingress_rule vpn_connection_route',
  },
};
