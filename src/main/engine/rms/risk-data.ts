import rules from '../../../../resources/risk/rules.json' with { type: 'json' };
import { inForce } from '../domain/in-force.ts';

export type RiskRules = (typeof rules.versions)[number];

/** The desk's risk parameters in force on an IST day: fat-finger distance, duplicate window, near ratio. */
export function riskRules(day: string): RiskRules {
  return inForce(rules.versions, day);
}
