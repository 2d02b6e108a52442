/**
 * A statement's id for a thing with a name: letters and digits, other for each name.
 * Source: IAM User Guide, "IAM JSON policy elements: Sid".
 */
export function sid(purpose: string, name: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // Without a sign for the dash, a-1 and a1 would meet.
  return purpose + words.join('Dash');
}
