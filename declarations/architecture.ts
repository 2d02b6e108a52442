/**
 * What images have to be made for, in the words of OCI: the nodes that EKS Auto Mode offers for workloads by itself.
 * Source: Amazon EKS User Guide, "Enable or Disable Built-in NodePools", general-purpose.
 */
export const ARCHITECTURE = 'amd64';
