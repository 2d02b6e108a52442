import * as fc from 'fast-check';
import { arn } from '../../../../../constructs/core/arn';
import { TURNS } from '../../../../../constructs/services/bindings/binder';
import { guestCacheUser } from '../../../../../constructs/services/bindings/guests/guest-cache';
import { COPY_OF } from '../../../../../constructs/services/runtime/labels';
import { previewId } from '../../../../../declarations/preview-id';
import { type Json, naming, only } from '../../../../helpers';
import { guest, one } from '../../../bound';
import { forCache } from '../../../cleaned';
import { refused } from '../../../workload';

const host = forCache('sessions');
const { guest: makes, cleanup: deletes } = host.resource.kubernetes_cron_job_v1!;
const statementsOf = (role: string): Json[] =>
  JSON.parse(host.resource.aws_iam_role_policy![`${role}_account_rights_bound`].policy).Statement;
const specOf = (cron: Json) => cron.spec.job_template.spec.template.spec;
const users = arn(naming, 'elasticache', 'user:guest-*');

describe('the job that makes the users of previews in a cache', () => {
  const { synthesized } = one(['sessions'], {}, { guest: guest('pr-42') });
  const job: Json = only(synthesized, 'kubernetes_job_v1');
  const { spec } = job.spec.template;
  const [container] = spec.container;

  test('is a copy that the cluster lets in, and runs what the host has but for its arguments', () => {
    const wanted = specOf(makes);
    expect(job.metadata).toMatchObject({ namespace: 'setup', labels: { [COPY_OF]: makes.metadata.name } });
    expect(spec.service_account_name).toBe(wanted.service_account_name);
    expect(spec.volume).toEqual(wanted.volume);
    expect(container.volume_mount).toEqual(wanted.container[0].volume_mount);
    expect(container.env.map((variable: Json) => variable.name)).toEqual(
      wanted.container[0].env.map((variable: Json) => variable.name),
    );
    for (const value of [
      container.image,
      container.command,
      ...container.env.filter(({ name }: Json) => name !== 'CA_FILE').map(({ value }: Json) => value),
    ])
      expect(value).toMatch(/^\$\{.*data\.kubernetes_resources\..*\.objects\[0\]/);
    expect(container.args).toEqual(['pr-42', 'shop', guestCacheUser('pr-42', 'shop', 'sessions', 'a'), '1']);
    expect(wanted.container[0].args).toBeUndefined();
  });

  test("changes users of previews alone, never the host's, and puts them into this group alone", () => {
    const group = arn(
      naming,
      'elasticache',
      'usergroup:${local.contract_content.caches.sessions.userGroupId}',
    );
    const changes = statementsOf('guest').filter(({ Sid }) => /Make|Put/.test(Sid));
    expect(changes.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['elasticache:CreateUser', 'elasticache:ModifyUser'], users],
      ['elasticache:ModifyUserGroup', [users, group]],
    ]);
    expect(statementsOf('cleanup').find(({ Sid }) => Sid === 'DeleteUsers')).toMatchObject({
      Action: 'elasticache:DeleteUser',
      Resource: users,
    });
  });

  test('has no privileges, nor has the one that deletes them', () => {
    expect([refused(specOf(makes)), refused(specOf(deletes))]).toEqual([[], []]);
  });
});

test('a user has an id that AWS takes, and no two services have the same', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length <= 30);
  fc.assert(
    fc.property(fc.string(), name, name, fc.constantFrom(...TURNS), (request, service, other, turn) => {
      fc.pre(service !== other);
      const id = previewId(request);
      const user = guestCacheUser(id, service, 'sessions', turn);
      expect(user).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,39}$/);
      expect(user).not.toBe(guestCacheUser(id, other, 'sessions', turn));
    }),
  );
});
