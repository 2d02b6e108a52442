const PATIENCE_MS = 2000;

/** Whether the registry of an image answers from here. Behind a proxy it may, and this does not see it. */
export async function reachesHub(image: string): Promise<boolean> {
  try {
    // Also who is refused has reached it.
    await fetch(`https://${image.split('/')[0]}/v2/`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}
