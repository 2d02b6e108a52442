/**
 * The log group of a preview. The id comes last: what follows a variable in a template of Fluent Bit may be a dot or a
 * comma, and nothing else.
 * Source: Fluent Bit, "Amazon CloudWatch", log group and stream templating.
 */
export function previewLogs(platform: string, id: string): string {
  return `/${platform}/previews/${id}`;
}
