/** Escapes `${` and `%{` for Terraform, in a text that another program reads. */
export function escapeInterpolation(text: string): string {
  return text.replaceAll(/([$%])\{/g, '$1$1{');
}
