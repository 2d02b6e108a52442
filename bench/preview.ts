import type { SynthesizedDocument } from '../terraform/synthesized-stack';
import { type CriticalPath, criticalPath } from './critical-path';

/**
 * Seconds that what previews are made of takes, on nodes that are there. Whatever is not named takes about one. Of the
 * AWS provider where it waits longer than AWS does: it waits a fixed time before it looks, or between looks.
 *
 * Sources: Route 53 Developer Guide, "Checking the status of your changes" (a change takes up to 60 s); Kubernetes,
 * scalability SLOs (a pod starts within 5 s when its image is there; here 5 s more for what a job does); target groups
 * ask twice, 10 s apart, before they send requests (constructs/services/routes/target-group.ts), which a pod waits for.
 */
const SECONDS = {
  aws_elasticache_user_group_association: 30,
  aws_kms_key: 13,
  aws_route53_record: 60,
  aws_s3_bucket_lifecycle_configuration: 55,
  kubernetes_deployment_v1: 25,
  kubernetes_job_v1: 10,
};

/** The longest chain of a preview: that of its platform, then that of its services. */
export function previewPath(platform: SynthesizedDocument, services: SynthesizedDocument): CriticalPath {
  const [first, second] = [platform, services].map((stack) => criticalPath(stack, SECONDS));
  return {
    seconds: first!.seconds + second!.seconds,
    addresses: [...first!.addresses, ...second!.addresses],
  };
}
