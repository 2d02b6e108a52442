import { set, setActions } from '../reviewed-case';
import { type Divergence, IMAGE, LOGS, RULE } from './divergence';

export const otherProvider: Divergence[] = [
  {
    name: 'another version of the provider',
    of: LOGS,
    meanwhile: (applied) => {
      applied.circumstances = { ...applied.circumstances, providers: { 'hashicorp/aws': '6.0.0' } };
    },
    says: /^was reviewed with the provider hashicorp\/aws 5\.100\.0, and would be applied by 6\.0\.0$/,
  },
  {
    name: 'a provider more',
    of: LOGS,
    meanwhile: (applied) => {
      const providers = { ...applied.circumstances.providers, 'acme/tools': '1.0.0' };
      applied.circumstances = { ...applied.circumstances, providers };
    },
    says: /^was reviewed with the provider acme\/tools absent, and would be applied by 1\.0\.0$/,
  },
  {
    name: 'a default of the provider is another',
    of: RULE,
    meanwhile: (applied) => set(applied, 'after', 'revoke_rules_on_delete', true),
    says: /revoke_rules_on_delete would become true, and the review did not show that/,
  },
  {
    name: 'an attribute can no longer change in place',
    of: IMAGE,
    meanwhile: (applied) => setActions(applied, ['delete', 'create']),
    says: /was to be changed, and would be replaced/,
  },
  {
    name: 'a value was known before the apply, and is not any more',
    of: LOGS,
    meanwhile: (applied) => {
      set(applied, 'after', 'retention_in_days', undefined);
      set(applied, 'after_unknown', 'retention_in_days', true);
    },
    says: /retention_in_days was reviewed to become 3, and would go from 30 to what only the apply tells/,
  },
  {
    name: 'an attribute that AWS decides would change as well',
    of: LOGS,
    meanwhile: (applied) => {
      set(applied, 'after', 'arn', undefined);
      set(applied, 'after_unknown', 'arn', true);
    },
    says: /arn would go from "arn:\S+" to what only the apply tells, and the review did not/,
  },
  {
    name: 'a value becomes sensitive',
    of: LOGS,
    meanwhile: (applied) => {
      set(applied, 'after', 'name_prefix', 'x');
      set(applied, 'after_sensitive', 'name_prefix', true);
    },
    says: /name_prefix would become a value that is sensitive, and the review did not show that/,
  },
];
