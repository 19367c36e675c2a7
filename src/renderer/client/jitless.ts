import { z } from 'zod';

/** The page's policy refuses `new Function`; zod must not even try it. Imported before any schema is built. */
z.config({ jitless: true });
