const PROVIDER = /(?:^#.*\n)*^provider "[^/"]+\/([^"]+)" \{\n[\s\S]*?^\}\n/gm;

/**
 * Terraform's lock file with the providers of one stack alone. Terraform refuses to do anything in a folder where one
 * that the lock file names is not installed, and `init` installs only what the stack asks for.
 * @param text the lock file of the project.
 * @param sources of the stack's providers, such as `hashicorp/aws`.
 */
export function lockFor(text: string, sources: readonly string[]): string {
  return text.replace(PROVIDER, (block, source: string) => (sources.includes(source) ? block : ''));
}
