import type { Table } from './table';

/** Types of other providers that are often met, whole names. */
export const helpers: Table = {
  holds: {
    'all that the chart has made, volumes included': 'helm_release',
    'the key, and all that trusts it': 'tls_private_key',
    'the password': 'random_bytes random_password',
  },
  nothing: {
    act: 'null_resource terraform_data time_sleep',
    code: 'local_file local_sensitive_file random_id random_integer random_pet random_shuffle random_string random_uuid time_offset time_rotating time_static tls_cert_request tls_locally_signed_cert tls_self_signed_cert',
  },
};
