import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Environment } from '../../../parameters/environment';
import type { Project } from '../../../parameters/project';
import { Account } from '../../../stacks/account';
import { declared, project } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { environment, valid } from '../../parameters/files';

const outdir = mkdtempSync(join(tmpdir(), 'account-'));
afterAll(() => rmSync(outdir, { recursive: true }));

export function build(of: Environment, given: Project = project): Json {
  const app = new App({ stackTraces: false, outdir });
  return JSON.parse(
    Testing.synth(
      new Account(app, `account-${of.name}`, {
        project: given,
        environment: of,
        services: declared.services,
      }),
    ),
  );
}

export const dev = environment('dev', valid({ hostsPreviews: true, protected: false }));
export const stack = build(dev);
export const { aws_iam_role: roles, aws_iam_role_policy: inline, aws_iam_policy } = stack.resource;
export const boundary: string = aws_iam_policy.boundary.policy;
export const BOUNDARY = 'arn:aws:iam::111111111111:policy/acme-boundary';
export const account = (service: string, name: string) =>
  `arn:aws:${service}:eu-central-1:111111111111:${name}`;
export const iam = (name: string) => `arn:aws:iam::111111111111:${name}`;
