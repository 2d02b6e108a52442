import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServiceFiles } from '../../../declarations/checks/service-files';
import { service } from '../valid';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-files-'));
  mkdirSync(join(folder, 'services'));
  const declaration = (name: string) =>
    `import type { Service } from '../declarations/service';\nexport const ${name}: Service = {};\n`;
  writeFileSync(join(folder, 'services/shop.ts'), declaration('shop'));
  writeFileSync(join(folder, 'services/payments.ts'), declaration('payments'));
  writeFileSync(
    join(folder, 'services/services.ts'),
    "import type { Services } from '../declarations/service';\nexport const services = { shop } satisfies Services;\n",
  );
  writeFileSync(join(folder, 'services/hosts.ts'), "export const host = 'shop';\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

test('tells of a service that was declared and never listed, as it would silently not run', () => {
  expect(() => checkServiceFiles(join(folder, 'services'), { shop: service() })).toThrow(
    /services\/payments\.ts has 1 problem:\n {2}got a service that .*services\/services\.ts does not list, so that it would not run; allowed: "payments" among the services in .*services\/services\.ts, or no such file$/,
  );
});

test('is content with listed services, and with files that declare none', () => {
  const services = { shop: service(), payments: service() };
  expect(() => checkServiceFiles(join(folder, 'services'), services)).not.toThrow();
});
