import type { Change } from '../change';
import type { Rule } from '../finding';

/** What is, or has, a secret by which one signs in for as long as nobody takes it back. */
const KEYS: Readonly<Record<string, string>> = {
  aws_iam_access_key: 'makes an access key',
  aws_iam_user_login_profile: 'makes a password for the console',
  aws_iam_service_specific_credential: 'makes a password for a service',
  aws_iam_signing_certificate: 'makes a signing certificate',
  aws_iam_user_ssh_key: 'lets an SSH key in',
  aws_iot_certificate: 'makes a certificate',
  aws_lightsail_bucket_access_key: 'makes an access key',
  aws_transfer_ssh_key: 'lets an SSH key in',
};
const TOKEN = 'kubernetes.io/service-account-token';

export const lastingKey: Rule = {
  id: 'lasting-key',
  kind: 'exposure',
  finds: 'credentials are made, or work again, that do not run out',
  judge: (change) => {
    const { type, action } = change;
    if (action === 'create' || action === 'replace') {
      const why = KEYS[type] ?? (isToken(change) ? 'makes a token of a service account' : undefined);
      return why ? `${why} that does not run out` : (longToken(change) ?? signed(change));
    }
    const works =
      action === 'update' &&
      KEYS[type] &&
      change.was('status') === 'Inactive' &&
      change.will('status') !== 'Inactive';
    return works ? 'works again, and does not run out' : undefined;
  },
};

function isToken(change: Change): boolean {
  return (
    (/^kubernetes_secret(_v1)?$/.test(change.type) && change.will('type') === TOKEN) ||
    (change.type === 'kubernetes_manifest' &&
      change.will('manifest.kind') === 'Secret' &&
      change.will('manifest.type') === TOKEN)
  );
}

const DAY = 86_400;

/** A token that is asked for has an end. Terraform keeps it in its state until then. */
function longToken(change: Change): string | undefined {
  if (!/^kubernetes_token_request(_v1)?$/.test(change.type)) return undefined;
  const seconds = change.will('spec.0.expiration_seconds');
  if (seconds === undefined || seconds === null || Number(seconds) <= DAY) return undefined;
  const lasts =
    typeof seconds === 'number' ? `${Math.round(seconds / DAY)} days` : 'a time that nobody knows';
  return `makes a token of a service account for ${lasts}, which is in the state of Terraform`;
}

/** No certificate of a cluster can be taken back. Source: Kubernetes, "Certificates and Certificate Signing Requests". */
function signed(change: Change): string | undefined {
  if (!/^kubernetes_certificate_signing_request(_v1)?$/.test(change.type)) return undefined;
  const signer = `${change.will('spec.0.signer_name')}`;
  if (change.will('auto_approve') === false || !/kube-apiserver-client$|legacy-unknown/.test(signer))
    return undefined;
  return 'makes a certificate by which one signs in to the cluster, and which nobody can take back';
}
