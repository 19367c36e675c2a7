import { AskBySql } from '../desk/ask-by-sql.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

export function sqlApi(desk: Desk): Pick<CallHandlers, 'sql.run' | 'sql.tables'> {
  const desks = new AskBySql(desk);
  return {
    'sql.run': ({ sql, limit }) => desks.run(sql, limit),
    'sql.tables': () => desks.tables(),
  };
}
