import type { Egress } from './grant';

/**
 * Where a pod that calls AWS gets the credentials of its role: the agent on its own node.
 * Source: Amazon EKS User Guide, "Set up the Amazon EKS Pod Identity Agent".
 */
export const POD_IDENTITY: Egress = { cidrs: ['169.254.170.23/32'], port: 80 };

/** By the internet or an endpoint inside the VPC, whichever the environment has. */
export const AWS_APIS: readonly Egress[] = [{ cidrs: ['0.0.0.0/0'], port: 443 }, POD_IDENTITY];
