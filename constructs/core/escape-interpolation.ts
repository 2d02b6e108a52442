/** A text of another language, in which Terraform would fill in what stands between its signs. */
export function escapeInterpolation(text: string): string {
  return text.replaceAll(/([$%])\{/g, '$1$1{');
}
