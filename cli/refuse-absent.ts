import { Failure } from '../console/failure';
import { absenceOf } from '../parameters/absent';
import type { Environment } from '../parameters/environment';

/** @throws Failure with the reason why a service does not run in an environment, where it does not. */
export function refuseAbsent(
  service: string,
  { name, parameters, document }: Environment,
  exitCode = 1,
): void {
  const why = absenceOf(service, parameters.services);
  if (why === undefined) return;
  throw new Failure(`${service} does not run in ${name}: ${why} (${document.file}, "absent")`, exitCode);
}
