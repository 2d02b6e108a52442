import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { suggestVersion } from '../problems/suggest';
import { ADDONS } from './catalogue/addon-names';
import { CATALOGUE } from './catalogue/catalogue';
import type { Environment } from './environment';

/** EKS has not every version of an add-on for every Kubernetes minor. */
export function checkAddons({ parameters, document }: Environment): Problem[] {
  const { version: minor, addons } = parameters.cluster;
  return Object.entries(ADDONS).flatMap(([key, addon]) => {
    const version = addons[key as keyof typeof ADDONS];
    const offered = CATALOGUE.addons.addons[addon]?.[minor] ?? [];
    if (offered.includes(version)) return [];
    const got = `"${version}", which EKS does not have for Kubernetes ${minor}${suggestVersion(version, offered)}`;
    const allowed = `${offered.join(', ')}; another one once parameters/catalogue/addons.json has it`;
    return [problemAt(document, ['cluster', 'addons', key], got, allowed)];
  });
}
