// Loaded into a portal before anything else: its day is that of the figures, and goes on as days do.
const now = Date.parse(process.env.PORTAL_BEGINS_AT ?? '');
const real = Date.now;
const started = real();
Date.now = () => now + real() - started;
