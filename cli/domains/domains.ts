import { start } from '../../console/start';
import { openEnvironment } from '../open-environment';
import { parseDomainsArguments, usage } from './arguments';
import { findCertificates } from './certificates';
import { realDns } from './dns';
import { lookAtDomains } from './look';
import { domainsText, leftToDo, recordsOf } from './report';

// npm run domains: what is left to do until the domains of an environment work.

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseDomainsArguments(args);
  if (!parsed) {
    console.log(usage);
    return 0;
  }
  const { environment: name, json } = parsed;
  const { aws, parameters, domain } = await openEnvironment(name, 'domains');
  const certificates = await findCertificates(aws);
  const found = await lookAtDomains(parameters.entrance.domains, domain, certificates, realDns());
  const all = found.map((one) => ({ ...one, left: leftToDo(one), records: recordsOf(one) }));
  console.log(json ? JSON.stringify(all, undefined, 2) : domainsText(name, found));
  return all.some(({ left }) => left.length > 0) ? 2 : 0;
}

start(main);
