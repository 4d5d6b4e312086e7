// Reads queries, a JSON array, from standard input and prints for each, as JSON, what the Kusto
// language service finds wrong with it and the columns of its result. TABLES are the tables, in JSON.
const fs = require("fs");
require("@kusto/language-service-next/bridge.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.js");
const K = Kusto.Language, S = K.Symbols;
const schema = JSON.parse(process.env.TABLES);
const tables = Object.entries(schema).map(([name, columns]) => new S.TableSymbol.$ctor4(name,
  Object.entries(columns).map(([column, type]) => new S.ColumnSymbol(column, S.ScalarTypes.GetSymbol(type)))));
const globals = K.GlobalState.Default.WithDatabase(new S.DatabaseSymbol.$ctor1("workspace", tables));
console.log(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map((query) => {
  const code = K.KustoCode.ParseAndAnalyze(query, globals);
  return {
    faults: Bridge.toArray(code.GetDiagnostics()).map((d) => d.Code + " " + d.Message),
    columns: Object.fromEntries(Bridge.toArray(code.ResultType?.Columns ?? []).map((c) => [c.Name, c.Type.Name])),
  };
})));
