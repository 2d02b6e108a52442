/**
 * Makes a statement's id, which allows only letters and digits, from a name. Different names give different ids.
 * Source: IAM User Guide, "IAM JSON policy elements: Sid".
 */
export function sid(purpose: string, name: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // The dash needs a character of its own, or a-1 and a1 would give the same id.
  return purpose + words.join('Dash');
}
