import type { Table } from './table';

/** Types of the small providers that stand for nothing in the cloud, whole names. */
export const helpers: Table = {
  holds: {
    'the key, and all that trusts it': 'tls_private_key',
    'the password': 'random_bytes random_password',
  },
  nothing: {
    act: 'null_resource terraform_data time_sleep',
    code: 'local_file local_sensitive_file random_id random_integer random_pet random_shuffle random_string random_uuid time_offset time_rotating time_static tls_cert_request tls_locally_signed_cert tls_self_signed_cert',
  },
};
