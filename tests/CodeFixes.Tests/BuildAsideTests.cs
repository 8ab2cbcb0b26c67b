using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The fix that gathers first and publishes once.</summary>
public sealed class BuildAsideTests
{
    [Theory]
    [InlineData("{R:_items.Clear():R};\n        {W:_items.AddRange({S:await LoadAsync():S}):W};", "var gathered = await LoadAsync();\n        _items.Clear();\n        _items.AddRange(gathered);")]
    [InlineData("{R:_items.Clear():R};\n        foreach (var x in {S:await LoadAsync():S})\n            {W:_items.Add(x):W};", "var gathered = await LoadAsync();\n        _items.Clear();\n        foreach (var x in gathered)\n            _items.Add(x);")]
    [InlineData("{R:_items.Clear():R};\n        var all = {S:await LoadAsync():S};\n        foreach (var x in all)\n            {W:_items.Add(x):W};", "var all = await LoadAsync();\n        _items.Clear();\n        foreach (var x in all)\n            _items.Add(x);")]
    [InlineData("{R:_map.Clear():R};\n        foreach (var x in {S:await LoadAsync():S})\n            {W:_map[x] = x:W};", "var gathered = await LoadAsync();\n        _map.Clear();\n        foreach (var x in gathered)\n            _map[x] = x;")]
    [InlineData("{R:_items.Clear():R};\n        foreach (var x in new[] { 1, 2 })\n            {W:_items.Add({S:await OneAsync(x):S}):W};", "var gathered = new List<int>();\n        foreach (var x in new[] { 1, 2 })\n            gathered.Add(await OneAsync(x));\n        _items.Clear();\n        _items.AddRange(gathered);")]
    [InlineData("// why\n        {R:_items.Clear():R};\n        {W:_items.AddRange({S:await LoadAsync():S}):W}; // how", "// why\n        var gathered = await LoadAsync();\n        _items.Clear();\n        _items.AddRange(gathered); // how")]
    public async Task It_is_emptied_when_all_is_there(string before, string after) =>
        Assert.Equal(Source(after), await Fix(before).ApplyAsync(Fixing.BuildAside));

    [Theory]
    [InlineData("{R:_items.Clear():R}; Use(_items.Count); {W:_items.AddRange({S:await LoadAsync():S}):W};")]
    [InlineData("{R:_items.Clear():R}; if (_n > 0) return; {W:_items.AddRange({S:await LoadAsync():S}):W};")]
    [InlineData("{R:_items.Clear():R}; {W:_items.AddRange({S:await LoadAsync():S}):W}; _items.AddRange(await LoadAsync());")]
    [InlineData("if (_n > 0) { {R:_items.Clear():R}; } {W:_items.AddRange({S:await LoadAsync():S}):W};")]
    [InlineData("{R:_map.Clear():R}; foreach (var x in new[] { 1 }) {W:_map[x] = {S:await OneAsync(x):S}:W};")]
    [InlineData("{R:_items.Clear():R}; foreach (var x in new[] { 1 }) { if (_items.Count < 3) {W:_items.Add({S:await OneAsync(x):S}):W}; }")]
    public async Task What_looks_at_it_meanwhile_stays(string statements) => Assert.DoesNotContain(Fixing.BuildAside, await Fix(statements).OfferedAsync());

    private static Fixing Fix(string statements) => new() { Source = Source(statements), Kinds = FixKinds.BuildAside, Member = statements.Contains("R:_map", StringComparison.Ordinal) ? "_map" : "_items" };

    private static string Source(string statements) => $$"""
        namespace Sample;

        public class Store
        {
            private readonly List<int> _items = new();
            private readonly Dictionary<int, int> _map = new();
            private int _n;

            public async Task RefreshAsync()
            {
                {{statements}}
            }

            public int Count => _items.Count + _map.Count + _n++;
            private static void Use(int n) { }
            private static Task<int[]> LoadAsync() => Task.FromResult(new int[3]);
            private static Task<int> OneAsync(int n) => Task.FromResult(n);
        }

        """.ReplaceLineEndings("\n");
}
