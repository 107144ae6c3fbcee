/** A sun over a mirror, as the instrument that the product is named after has it. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="13" r="6" fill="#e69f00"/><path d="M16 1v3M16 22v3M4 13h3M25 13h3M7.5 4.5l2.1 2.1M22.400 19.400l2.100 2.100M24.500 4.500l-2.100 2.100M9.600 19.400l-2.100 2.100" stroke="#e69f00" stroke-width="2.200" stroke-linecap="round"/><path d="M5 29h22" stroke="#0f7470" stroke-width="3" stroke-linecap="round"/></svg>
`;
