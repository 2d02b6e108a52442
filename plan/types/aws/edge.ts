import type { Table } from '../table';

/** Names, certificates, APIs, what is delivered near to people, and what guards it. */
export const edge: Table = {
  holds: {
    'its records; a new one has other name servers, to which the parent has to point':
      'route53_zone service_discovery_public_dns_namespace',
    'its records': 'lightsail_domain service_discovery_private_dns_namespace',
    'the domain, which others can then have': 'route53domains_domain',
    'its keys and values': 'cloudfront_key_value_store',
    'the state of what it switches': 'route53recoverycontrolconfig_routing_control',
  },
  known: {
    'its name servers, to which parents point': 'route53_delegation_set',
    'its key, which the DS record of the parent names: until that is gone too, nothing below it resolves':
      'route53_hosted_zone_dnssec route53_key_signing_key',
    'its addresses, to which others send their queries': 'route53_resolver_endpoint',
    'its addresses, by which others call it': 'route53recoverycontrolconfig_cluster',
    'its domain name, to which names of others may point': 'amplify_app cloudfront_distribution',
    'its address, by which others call it': 'api_gateway_rest_api apigatewayv2_api appsync_graphql_api',
    'the name under which others call it, and the one that DNS points to':
      'api_gateway_domain_name apigatewayv2_domain_name appsync_domain_name',
    'the key that its callers have': 'api_gateway_api_key appsync_api_key wafv2_api_key',
    'its id, by which links are signed': 'cloudfront_public_key',
    'the certificate that others trust': 'api_gateway_client_certificate',
    'its address, which others call': 'amplify_webhook',
    'what it has made for the back end': 'amplify_backend_environment',
  },
  guards: {
    'who may call it is no longer limited by a policy': 'api_gateway_rest_api_policy:rest_api_id',
    'queries are no longer recorded':
      'route53_query_log:zone_id route53_resolver_query_log_config route53_resolver_query_log_config_association:resource_id',
    'requests are no longer recorded': 'cloudfront_realtime_log_config',
    'names are no longer filtered':
      'route53_resolver_firewall_rule:firewall_rule_group_id route53_resolver_firewall_rule_group_association:vpc_id',
    'answers are no longer checked by their signatures': 'route53_resolver_dnssec_config:resource_id',
    'the parent no longer vouches for its signature': 'route53domains_delegation_signer_record',
    'switching everything off at once is no longer refused': 'route53recoverycontrolconfig_safety_rule',
    'no firewall is before it': 'wafregional_web_acl_association',
    'floods of requests are no longer held back':
      'shield_application_layer_automatic_response:resource_arn shield_proactive_engagement shield_protection shield_protection_group shield_subscription',
  },
  nothing: {
    act: 'acm_certificate_validation route53_vpc_association_authorization',
    code: 'acm_certificate amplify_branch api_gateway_authorizer api_gateway_deployment api_gateway_documentation_part api_gateway_documentation_version api_gateway_model api_gateway_request_validator api_gateway_rest_api_put api_gateway_usage_plan apigatewayv2_authorizer apigatewayv2_deployment apigatewayv2_model appsync_api_cache appsync_datasource appsync_function appsync_resolver appsync_type cloudfront_cache_policy cloudfront_continuous_deployment_policy cloudfront_field_level_encryption_config cloudfront_field_level_encryption_profile cloudfront_function cloudfront_key_group cloudfront_origin_access_control cloudfront_origin_access_identity cloudfront_origin_request_policy cloudfront_response_headers_policy cloudfront_vpc_origin route53_cidr_collection route53_cidr_location route53_resolver_firewall_domain_list route53_resolver_firewall_rule_group route53_resolver_rule route53_traffic_policy route53profiles_profile route53recoverycontrolconfig_control_panel route53recoveryreadiness_cell route53recoveryreadiness_readiness_check route53recoveryreadiness_recovery_group route53recoveryreadiness_resource_set service_discovery_http_namespace waf_byte_match_set waf_geo_match_set waf_ipset waf_rate_based_rule waf_regex_match_set waf_regex_pattern_set waf_rule waf_rule_group waf_size_constraint_set waf_sql_injection_match_set waf_web_acl waf_xss_match_set wafregional_byte_match_set wafregional_geo_match_set wafregional_ipset wafregional_rate_based_rule wafregional_regex_match_set wafregional_regex_pattern_set wafregional_rule wafregional_rule_group wafregional_size_constraint_set wafregional_sql_injection_match_set wafregional_web_acl wafregional_xss_match_set wafv2_ip_set wafv2_regex_pattern_set wafv2_rule_group wafv2_web_acl',
    judged: 'wafv2_web_acl_association wafv2_web_acl_logging_configuration',
    link: 'amplify_domain_association api_gateway_base_path_mapping api_gateway_domain_name_access_association api_gateway_usage_plan_key apigatewayv2_api_mapping appsync_domain_name_api_association appsync_source_api_association route53_resolver_rule_association route53_zone_association route53profiles_association route53profiles_resource_association shield_drt_access_log_bucket_association shield_drt_access_role_arn_association shield_protection_health_check_association',
    mark: 'cloudfrontkeyvaluestore_key cloudfrontkeyvaluestore_keys_exclusive',
    reach:
      'api_gateway_integration api_gateway_integration_response api_gateway_method api_gateway_method_response api_gateway_resource api_gateway_stage api_gateway_vpc_link apigatewayv2_integration apigatewayv2_integration_response apigatewayv2_route apigatewayv2_route_response apigatewayv2_stage apigatewayv2_vpc_link appmesh_gateway_route appmesh_mesh appmesh_route appmesh_virtual_gateway appmesh_virtual_node appmesh_virtual_router appmesh_virtual_service route53_health_check route53_record route53_traffic_policy_instance service_discovery_instance service_discovery_service',
    setting:
      'api_gateway_account api_gateway_gateway_response api_gateway_method_settings cloudfront_monitoring_subscription route53_records_exclusive route53_resolver_config route53_resolver_firewall_config route53domains_registered_domain',
  },
};
