import type { Problem } from '../../problems/problem';
import { suggest } from '../../problems/suggest';
import { answers } from '../bindable';
import type { Services } from '../service';
import { problemIn } from './problem-in';

/** What services can't bind. Names that are known may be of services that are not among these. */
export function checkBindings(services: Services, known: ReadonlySet<string>): Problem[] {
  return Object.entries(services).flatMap(([service, { bind = [] }]) =>
    bind.flatMap((name, index) => {
      const fault = faultOf(name, service, services, known) ?? repetition(bind, index);
      return fault ? [problemIn(service, ['bind', index], `"${name}"${fault.got}`, fault.allowed)] : [];
    }),
  );
}

type Fault = Pick<Problem, 'got' | 'allowed'>;

function faultOf(
  name: string,
  service: string,
  services: Services,
  known: ReadonlySet<string>,
): Fault | undefined {
  if (!known.has(name)) {
    const others = [...known].filter((other) => other !== service);
    return {
      got: `, which is not declared${suggest(name, others)}`,
      allowed: `${someOf(others)}; declare others in services/backing.ts or services/services.ts`,
    };
  }
  if (name === service) return { got: ', itself', allowed: 'other services, as it reaches itself anyway' };
  const bound = Object.hasOwn(services, name) ? services[name] : undefined;
  if (bound === undefined || answers(bound)) return undefined;
  return {
    got: ', a service that nobody can call',
    allowed: `a service with a process that has a port: give one to a process in services/${name}.ts`,
  };
}

function repetition(bind: readonly string[], index: number): Fault | undefined {
  if (bind.indexOf(bind[index]!) === index) return undefined;
  return { got: ' once more', allowed: 'each name once' };
}

const MOST_SHOWN = 12;

function someOf(names: readonly string[]): string {
  const more = names.length - MOST_SHOWN;
  return names.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
