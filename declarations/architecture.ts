/**
 * What images have to be made for, in the words of OCI: the nodes that EKS Auto Mode offers for workloads by itself.
 * Source: Amazon EKS User Guide, "Enable or Disable Built-in NodePools", general-purpose.
 */
export const ARCHITECTURE = 'amd64';

/** Whether an image runs here that is made for these. */
export function runsHere(architectures: readonly string[]): boolean {
  return architectures.includes(ARCHITECTURE);
}
