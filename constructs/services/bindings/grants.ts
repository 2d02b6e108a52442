import type { Construct } from 'constructs';
import { secretsOf } from '../../../declarations/secret';
import type { Service } from '../../../declarations/service';
import type { Grant } from '../pods/grant';
import { type BindProps, bind } from './binding';
import { sendMetrics } from './own-metrics';
import { PutSecret } from './put-secret';

export interface GrantsProps extends Omit<BindProps, 'uses'> {
  readonly declaration: Pick<Service, 'alarms' | 'bind' | 'processes' | 'secrets'>;
  /** Feature flags, where it declares some. */
  readonly flags?: Grant;
}

/** All that a service is given, by what it is for. Nothing that can be bound has two dashes in a row. */
export function grantsOf(
  scope: Construct,
  { declaration, flags, ...props }: GrantsProps,
): Readonly<Record<string, Grant>> {
  const bound = { ...props, uses: declaration };
  const put = secretsOf(declaration).map((secret): [string, Grant] => [
    `secret--${secret.name}`,
    new PutSecret(scope, `secret-${secret.name}`, bound, secret).grant,
  ]);
  return {
    ...bind(scope, bound),
    ...Object.fromEntries(put),
    ...(flags && { 'own--flags': flags }),
    'own--metrics': sendMetrics(declaration),
  };
}
