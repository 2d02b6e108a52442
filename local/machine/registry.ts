/** What Terraform asks first when it looks for a provider. */
const DISCOVERY = 'https://registry.terraform.io/.well-known/terraform.json';
const PATIENCE_MS = 3000;

/** Whether Terraform's registry can be reached from here. Behind a proxy it may be, and this does not see it. */
export async function reachesRegistry(url = DISCOVERY): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const services = (await response.json()) as Record<string, unknown>;
    // A network that shows a login page answers as well.
    return 'providers.v1' in services;
  } catch {
    return false;
  }
}
