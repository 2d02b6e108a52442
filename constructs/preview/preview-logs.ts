/**
 * The log group of a preview. The id comes last, because in a template of Fluent Bit only a dot or a comma may follow a
 * variable.
 * Source: Fluent Bit, "Amazon CloudWatch", log group and stream templating.
 */
export function previewLogs(platform: string, id: string): string {
  return `/${platform}/previews/${id}`;
}
