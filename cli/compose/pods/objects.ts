import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Declared } from '../../../declarations/binding';
import type { Environment } from '../../../parameters/environment';
import type { Project } from '../../../parameters/project';
import { ServicesStack } from '../../../stacks/services';
import { withoutTraces } from '../../../stacks/synthesis/without-traces';

/** A container, as Terraform writes it: of it, what Compose has a word for. */
export interface WrittenContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly WrittenVariable[];
  readonly port?: readonly { readonly container_port: number }[];
  readonly readiness_probe?: WrittenProbe;
  readonly liveness_probe?: WrittenProbe;
  readonly startup_probe?: WrittenProbe;
  readonly volume_mount: readonly { readonly name: string; readonly mount_path: string }[];
  readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
}

export interface WrittenVariable {
  readonly name: string;
  readonly value?: string;
  /** Instead of a value: where in a secret it stands. */
  readonly value_from?: object;
}

export interface WrittenProbe {
  readonly http_get?: { readonly path: string; readonly port: string };
  readonly tcp_socket?: readonly { readonly port: string }[];
  readonly exec?: { readonly command: readonly string[] };
  readonly grpc?: readonly { readonly port: number }[];
  readonly initial_delay_seconds?: number;
  readonly period_seconds: number;
  readonly timeout_seconds: number;
  readonly failure_threshold: number;
}

export interface WrittenPod {
  readonly container: readonly WrittenContainer[];
  readonly volume: readonly { readonly name: string; readonly empty_dir?: { readonly size_limit: string } }[];
  readonly security_context: { readonly run_as_user: string; readonly run_as_group: string };
  readonly termination_grace_period_seconds?: number;
}

type Labels = Readonly<Record<string, string>>;

export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels };
}
interface Template {
  readonly spec: WrittenPod;
}
type Deployment = KubernetesObject & { readonly spec: { readonly template: Template } };
type Job = Deployment;
type CronJob = KubernetesObject & {
  readonly spec: { readonly job_template: { readonly spec: { readonly template: Template } } };
};
export interface CacheUser {
  readonly user_name: string;
  readonly access_string: string;
}

/** What runs in an environment, as Terraform would make it. References are not filled in. */
export interface Objects {
  readonly resource: {
    readonly kubernetes_deployment_v1?: Readonly<Record<string, Deployment>>;
    readonly kubernetes_job_v1?: Readonly<Record<string, Job>>;
    readonly kubernetes_cron_job_v1?: Readonly<Record<string, CronJob>>;
    readonly aws_elasticache_user?: Readonly<Record<string, CacheUser>>;
    readonly [type: string]: Readonly<Record<string, object>> | undefined;
  };
}

/**
 * The stack of an environment's services, as a deploy has it.
 * @param folder for the files of the synthesis.
 */
export function synthesizeServices({ project, environment, declared }: Synthesis, folder: string): Objects {
  const name = `${environment.name}-services`;
  const app = new App({ stackTraces: false, outdir: folder });
  withoutTraces(() => {
    new ServicesStack(app, name, { project, environment, declared });
    app.synth();
  });
  return JSON.parse(readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8')) as Objects;
}

export interface Synthesis {
  readonly project: Project;
  readonly environment: Environment;
  readonly declared: Declared;
}
