/** As ECR calls them, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const;

export type FindingSeverity = (typeof SEVERITIES)[number];
