/** The groups that Container Insights writes to. */
export const GROUPS = ['application', 'dataplane', 'host', 'performance'] as const;

/** Name of one of them, by that of the cluster. */
export function insightsGroup(cluster: string, group: (typeof GROUPS)[number]): string {
  return `/aws/containerinsights/${cluster}/${group}`;
}
