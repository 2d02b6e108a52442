/** What went wrong with one resource, as Terraform says it. */
export interface Fault {
  /** Such as `kubernetes_job_v1.release`. */
  readonly address?: string;
  readonly text: string;
}
