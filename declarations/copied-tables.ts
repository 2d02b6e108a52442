import type { CopiedTable } from './preview-data';
import type { Services } from './service';

/** The tables of a database that previews may have, in their order, whichever services declare them. */
export function copiedTables(services: Services, database: string): (readonly [string, CopiedTable])[] {
  return Object.values(services).flatMap(({ previewData = {} }) =>
    Object.entries(previewData[database] ?? {}),
  );
}
