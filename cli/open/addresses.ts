/** Where an emulated load balancer listens on this machine, and the names that lead to it. */
interface Entrance {
  readonly port: number | null;
  readonly balancers: readonly {
    readonly names: readonly { readonly name: string; readonly local: string }[];
  }[];
}

/**
 * The URLs of routes.
 * @param domain of the environment.
 * @param customers domains of customers, with the host that answers there.
 * @param entrance of this machine. Undefined: the environment is in AWS.
 */
export function addressesOf(
  routes: readonly { readonly host: string; readonly path?: string }[],
  domain: string,
  customers: Readonly<Record<string, { readonly host?: string }>>,
  entrance?: Entrance,
): string[] {
  const names = new Map(
    entrance?.balancers.flatMap(({ names }) => names).map(({ name, local }) => [name, local]) ?? [],
  );
  const further = (host: string) => Object.keys(customers).filter((name) => customers[name]!.host === host);
  return routes.flatMap(({ host, path = '' }) =>
    [`${host}.${domain}`, ...further(host)].flatMap((name) => {
      if (entrance === undefined) return [`https://${name}${path}`];
      const local = names.get(name);
      return local === undefined || entrance.port === null ? [] : [`http://${local}:${entrance.port}${path}`];
    }),
  );
}

/** The entrance of the emulator that this shell leads the AWS CLI to. Undefined: it leads to AWS. */
export async function findEntrance(env: NodeJS.ProcessEnv = process.env): Promise<Entrance | undefined> {
  const endpoint = env.AWS_ENDPOINT_URL;
  if (!endpoint) return undefined;
  const response = await fetch(new URL('/_emulator/entrance', endpoint)).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Entrance) : undefined;
}
