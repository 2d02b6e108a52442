import type { Change } from '../change';
import { at, list, texts, type Value } from '../value';

/** A rule of a load balancer answers requests from more addresses than before. */
export function sourcesOpened(change: Change): string | undefined {
  if (!/^aws_a?lb_listener_rule$/.test(change.type) || !change.stays) return undefined;
  const [was, will] = [sources(change.before), sources(change.after)];
  if (was.length === 0) return undefined;
  if (will.length === 0) return `answers everybody, not ${was.join(', ')} alone`;
  const gained = will.filter((block) => !was.includes(block));
  return gained.length > 0 ? `answers more addresses: ${gained.join(', ')}` : undefined;
}

/** None: from everywhere. */
function sources(side: Value): string[] {
  return list(at(side, 'condition')).flatMap((one) => texts(at(one, 'source_ip.0.values')));
}
