/** What EKS calls each add-on. */
export const ADDONS = {
  observability: 'amazon-cloudwatch-observability',
  secretsStore: 'aws-secrets-store-csi-driver-provider',
  metricsServer: 'metrics-server',
} as const;
