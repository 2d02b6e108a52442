import type { Change } from '../change';
import { expanded } from '../expanded';
import { at, list, Mark, texts, type Value } from '../value';

/** Which collections of OpenSearch Serverless anybody in the internet may send requests to, by a policy of the network. */
export function collectionsOpened(change: Change): string[] {
  if (change.type !== 'aws_opensearchserverless_security_policy' || change.will('type') !== 'network')
    return [];
  const will = change.will('policy');
  if (will instanceof Mark)
    return change.changes('policy') ? [`may be opened to the internet: its policy is ${will.text}`] : [];
  const was = change.stays ? opened(change.was('policy')) : [];
  const gained = opened(will).filter((one) => !was.includes(one));
  return gained.length > 0 ? [`lets the internet reach ${gained.join(', ')}`] : [];
}

function opened(policy: Value): string[] {
  const parts = list(expanded(policy)).filter((part) => at(part, 'AllowFromPublic') === true);
  return parts.flatMap((part) => list(at(part, 'Rules')).flatMap((rule) => texts(at(rule, 'Resource'))));
}
