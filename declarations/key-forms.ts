/** A form of key that an issuer gives out. */
export interface KeyForm {
  /** With its article, for messages. */
  readonly name: string;
  readonly pattern: RegExp;
}

/**
 * Forms of keys, each by what its issuer puts into every one of them.
 * Source, unless a line names another: gitleaks, config/gitleaks.toml, rules of the same issuers.
 */
export const KEY_FORMS: readonly KeyForm[] = [
  { name: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/ },
  { name: 'a private key of age', pattern: /AGE-SECRET-KEY-1[A-Z0-9]{20}/ },
  { name: 'an access key of AWS', pattern: /\b(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/ },
  // Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
  { name: 'a signed URL', pattern: /[?&](X-Amz-Signature|sig|Signature)=[\w%+/-]{20}/ },
  { name: 'a token of GitHub', pattern: /\b(gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{20})/ },
  { name: 'a token of GitLab', pattern: /\bgl(pat|dt|rt|ptt|soat|cbt|ft|imt|agent|oas)-[\w-]{20}/ },
  { name: 'a token of Slack', pattern: /\b(xox[abeoprs]|xapp)-[\w-]{10}/ },
  { name: 'a webhook of Slack', pattern: /hooks\.slack\.com\/(services|workflows|triggers)\/[\w/+]{20}/ },
  // Source: Discord, "Webhook Resource".
  { name: 'a webhook of Discord', pattern: /discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{20}/ },
  { name: 'a key of Stripe', pattern: /\b((sk|rk)_(live|test|prod)_|whsec_)[A-Za-z0-9]{10}/ },
  { name: 'a key of Google', pattern: /\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20}|\bya29\.[\w-]{20}/ },
  { name: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { name: 'a token of PyPI', pattern: /\bpypi-[\w-]{20}/ },
  { name: 'a token of Docker', pattern: /\bdckr_(pat|oat)_[\w-]{20}/ },
  { name: 'a key of SendGrid', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/ },
  { name: 'a key of Twilio', pattern: /\bSK[0-9a-f]{32}\b/ },
  { name: 'a key of Mailchimp', pattern: /\b[0-9a-f]{32}-us\d{1,2}\b/ },
  { name: 'a key of Mailgun', pattern: /\b(key|pubkey)-[0-9a-f]{32}\b/ },
  {
    name: 'a key of Anthropic or OpenAI',
    pattern: /\bsk-((ant|proj|svcacct|admin)-[\w-]{20}|[A-Za-z0-9]{32})/,
  },
  { name: 'a token of Hugging Face', pattern: /\b(hf|api_org)_[A-Za-z]{34}\b/ },
  { name: 'a token of DigitalOcean', pattern: /\bdo[opr]_v1_[0-9a-f]{20}/ },
  { name: 'a token of Shopify', pattern: /\bshp(at|ca|pa|ss)_[0-9a-fA-F]{20}/ },
  { name: 'a token of Square', pattern: /\b(sq0(csp|atp)-[\w-]{22}|EAAA[\w-]{50})/ },
  { name: 'a token of Databricks', pattern: /\bdapi[0-9a-f]{32}/ },
  { name: 'a token of Vault', pattern: /\bhv[sb]\.[\w-]{20}/ },
  { name: 'a token of Grafana', pattern: /\b(glsa_[A-Za-z0-9]{20}|glc_[A-Za-z0-9+/]{20})/ },
  { name: 'a key of New Relic', pattern: /\bNRAK-[A-Z0-9]{20}/ },
  { name: 'a key of Postman', pattern: /\bPMAK-[0-9a-f]{20}/ },
  { name: 'a token of Atlassian', pattern: /\bATATT3[\w=-]{20}/ },
  { name: 'a token of Telegram', pattern: /\b\d{5,16}:AA[\w-]{32,34}\b/ },
  { name: 'a token of PlanetScale', pattern: /\bpscale_(tkn|oauth|pw)_[\w.-]{20}/ },
  { name: 'a token of Linear', pattern: /\blin_(api|oauth)_[A-Za-z0-9]{20}/ },
  // Source: RFC 7519. One without a signature is nobody's.
  { name: 'a signed token (JWT)', pattern: /\bey[\w-]{10,}\.ey[\w-]{10,}\.[\w-]{10,}/ },
  // Source: RFC 3986, section 3.2.1: `user:password@`.
  { name: 'a URL with a password', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:[^\s/?#@]+@/i },
  // Source: RFC 7617 and RFC 6750.
  { name: 'a header that signs in', pattern: /\b(Basic|Bearer) (?=\S*\d)[\w+/.=~-]{16}/ },
  // Source: Microsoft Learn, "Configure Azure Storage connection strings", and SqlConnection.ConnectionString.
  {
    name: 'a connection string with a password',
    pattern: /(^|[;&\s?])(AccountKey|SharedAccessKey|Password|Pwd)\s*=\s*[^;&\s]{4}/i,
  },
];
