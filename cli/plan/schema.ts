import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../../parameters/reference';
import { approvalFileSchema } from '../../plan/approval';

// npm run generate: approvals/schema.json, by which editors check what somebody writes.

export const approvalsSchema = (): string => jsonSchema(approvalFileSchema);

if (require.main === module) writeFileSync('approvals/schema.json', approvalsSchema());
