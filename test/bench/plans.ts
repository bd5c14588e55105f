import type { DataSource } from 'typeorm';
import type { Statement } from './recorded.js';

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

/**
 * How PostgreSQL finds the rows of a hot query: each table that it reads, by which index, how many rows and how often;
 * and the pages that it touches in all.
 */
export async function printPlan(sql: DataSource, what: string, { text, values }: Statement): Promise<void> {
  const [row] = await sql.query(`explain (analyze, buffers, format json) ${text}`, values);
  const { Plan: plan } = row['QUERY PLAN'][0] as { Plan: PlanNode };
  console.log(`plan of ${what}, ${plan['Shared Hit Blocks'] + plan['Shared Read Blocks']} pages:`);
  for (const line of reads(plan)) console.log(`  ${line}`);
}

function reads(node: PlanNode): string[] {
  const {
    'Node Type': type,
    'Relation Name': table,
    'Index Name': index,
    'Actual Rows': rows,
    'Actual Loops': times,
  } = node;
  return [
    ...(table || index
      ? [`${type} of ${table ?? ''} ${index ? `by ${index}` : ''}: ${rows} rows, ${times} times`]
      : []),
    ...(node.Plans ?? []).flatMap(reads),
  ];
}
