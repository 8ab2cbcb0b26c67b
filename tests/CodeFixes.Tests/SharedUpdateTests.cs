using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The fixes for what several threads change at once.</summary>
public sealed class SharedUpdateTests
{
    private const FixKinds All = FixKinds.Interlocked | FixKinds.ConcurrentCollection | FixKinds.Reduce;

    [Theory]
    [InlineData("Parallel.ForEach(a, i => {W:_n++:W});", "Parallel.ForEach(a, i => Interlocked.Increment(ref _n));")]
    [InlineData("Parallel.ForEach(a, i => { {W:_n--:W}; });", "Parallel.ForEach(a, i => { Interlocked.Decrement(ref _n); });")]
    [InlineData("Parallel.ForEach(a, i => { {W:this._n += i:W}; });", "Parallel.ForEach(a, i => { Interlocked.Add(ref this._n, i); });", "_n")]
    [InlineData("Parallel.ForEach(a, i => { {W:_n -= i + 1:W}; });", "Parallel.ForEach(a, i => { Interlocked.Add(ref _n, -(i + 1)); });")]
    [InlineData("Parallel.ForEach(a, i => { {W:_n = _n + i:W}; });", "Parallel.ForEach(a, i => { Interlocked.Add(ref _n, i); });")]
    [InlineData("Parallel.ForEach(a, i => { {W:_sum |= 4L:W}; });", "Parallel.ForEach(a, i => { Interlocked.Or(ref _sum, 4L); });", "_sum")]
    [InlineData("Parallel.ForEach(a, i => { Use({W:_n++:W}); });", "Parallel.ForEach(a, i => { Use((Interlocked.Increment(ref _n) - 1)); });")]
    [InlineData("Parallel.ForEach(a, i => { Use({W:++_n:W}); });", "Parallel.ForEach(a, i => { Use(Interlocked.Increment(ref _n)); });")]
    [InlineData("var t = 0; Parallel.ForEach(a, i => { {W:t += i:W}; }); Use(t);", "var t = 0; Parallel.ForEach(a, i => { Interlocked.Add(ref t, i); }); Use(t);", "t")]
    [InlineData("Parallel.ForEach(a, i => { {W:_all = _all.Add(i):W}; });", "Parallel.ForEach(a, i => { System.Collections.Immutable.ImmutableInterlocked.Update(ref _all, current => current.Add(i)); });", "_all")]
    public async Task One_atomic_step(string before, string after, string member = "_n")
    {
        var fixedText = await Fix(before, member).ApplyAsync(Fixing.Interlocked);
        Assert.Contains(after.Replace("System.Collections.Immutable.", "", StringComparison.Ordinal), fixedText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parallel.ForEach(a, i => { {W:_big *= i:W}; });", "_big")]
    [InlineData("Parallel.ForEach(a, i => { {W:_text += i:W}; });", "_text")]
    [InlineData("Parallel.ForEach(a, i => { {W:_half += i:W}; });", "_half")]
    [InlineData("Parallel.ForEach(a, i => { {W:Total += i:W}; });", "Total")]
    [InlineData("Parallel.ForEach(a, i => { {W:_n = Math.Max(_n, i):W}; });", "_n")]
    [InlineData("Parallel.ForEach(a, i => { {W:_n = _n + _n:W}; });", "_n")]
    [InlineData("Parallel.ForEach(a, i => { {W:_all = _all.Add(_n++):W}; });", "_all")]
    public async Task No_atomic_step_exists(string statement, string member) => Assert.DoesNotContain(Fixing.Interlocked, await Fix(statement, member).OfferedAsync());

    [Theory]
    [InlineData("var r = new List<int>(); Parallel.ForEach(a, i => {W:r.Add(i):W}); Use(r.Count);", "var r = new ConcurrentBag<int>(); Parallel.ForEach(a, i => r.Add(i)); Use(r.Count);")]
    [InlineData("List<int> r = new(); Parallel.ForEach(a, i => {W:r.Add(i):W}); Use(r.Sum());", "ConcurrentBag<int> r = new(); Parallel.ForEach(a, i => r.Add(i)); Use(r.Sum());")]
    [InlineData("var r = new List<int>(a.Length); Parallel.ForEach(a, i => {W:r.Add(i):W}); foreach (var x in r) Use(x);", "var r = new ConcurrentBag<int>(); Parallel.ForEach(a, i => r.Add(i)); foreach (var x in r) Use(x);")]
    [InlineData("var r = new Dictionary<int, int>(); Parallel.ForEach(a, i => { {W:r[i] = i:W}; }); Use(r.Count);", "var r = new ConcurrentDictionary<int, int>(); Parallel.ForEach(a, i => { r[i] = i; }); Use(r.Count);")]
    [InlineData("var r = new Queue<int>(); Parallel.ForEach(a, i => {W:r.Enqueue(i):W}); Use(r.Count);", "var r = new ConcurrentQueue<int>(); Parallel.ForEach(a, i => r.Enqueue(i)); Use(r.Count);")]
    public async Task A_collection_for_threads(string before, string after)
    {
        var fixedText = await Fix(before, "r").ApplyAsync(Fixing.ConcurrentCollection);
        Assert.Contains(after, fixedText, StringComparison.Ordinal);
        Assert.Contains("using System.Collections.Concurrent;", fixedText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var r = new List<int>(); Parallel.ForEach(a, i => {W:r.Add(i):W}); r.Sort();", "r")]
    [InlineData("var r = new List<int>(); Parallel.ForEach(a, i => {W:r.Add(i):W}); Use(r[0]);", "r")]
    [InlineData("var r = new Dictionary<int, int>(); Parallel.ForEach(a, i => {W:r.Add(i, i):W});", "r")]
    [InlineData("var r = new Dictionary<int, int>(); Parallel.ForEach(a, i => { {W:r[i]++:W}; });", "r")]
    [InlineData("var r = new Dictionary<int, int>(); Parallel.ForEach(a, i => { if (!r.ContainsKey(i)) {W:r[i] = 1:W}; });", "r")]
    [InlineData("var r = new HashSet<int>(); Parallel.ForEach(a, i => {W:r.Add(i):W});", "r")]
    [InlineData("Parallel.ForEach(a, i => {W:_given.Add(i):W});", "_given")]
    public async Task No_other_collection_understands_the_calls(string statement, string member) => Assert.DoesNotContain(Fixing.ConcurrentCollection, await Fix(statement, member).OfferedAsync());

    [Fact]
    public async Task A_private_field_is_exchanged_where_all_members_agree()
    {
        Assert.Contains("private readonly ConcurrentBag<int> _list = new();", await Fix("Parallel.ForEach(a, i => {W:_list.Add(i):W});", "_list").ApplyAsync(Fixing.ConcurrentCollection), StringComparison.Ordinal);
        Assert.DoesNotContain(Fixing.ConcurrentCollection, await Fix("Parallel.ForEach(a, i => {W:_sorted.Add(i):W});", "_sorted").OfferedAsync());
    }

    [Theory]
    [InlineData("var t = 0; await Task.WhenAll(a.Select(async i => { var x = await F(i); {W:t += x:W}; })); Use(t);", "var t = 0; var results = await Task.WhenAll(a.Select(async i => { var x = await F(i); return x; }));\n        t += results.Sum(); Use(t);", "t")]
    [InlineData("var r = new List<int>(); await Task.WhenAll(a.Select(async i => { var x = await F(i); {W:r.Add(x * 2):W}; })); Use(r);", "var r = new List<int>(); r.AddRange(await Task.WhenAll(a.Select(async i => { var x = await F(i); return x * 2; }))); Use(r);", "r")]
    [InlineData("var r = new List<int>(); await Task.WhenAll(a.Select(async i => {W:r.Add(await F(i)):W})); Use(r);", "var r = new List<int>(); r.AddRange(await Task.WhenAll(a.Select(async i => await F(i)))); Use(r);", "r")]
    public async Task Each_run_returns_its_share(string before, string after, string member) =>
        Assert.Contains(after, await Fix(before, member).ApplyAsync(Fixing.Reduce), StringComparison.Ordinal);

    [Theory]
    [InlineData("var r = new List<int>(); await Task.WhenAll(a.Select(async i => { var x = await F(i); if (x > 1) {W:r.Add(x):W}; })); Use(r);", "r")]
    [InlineData("var r = new List<int>(); await Task.WhenAll(a.Select(async i => { var x = await F(i); if (x > 1) return; {W:r.Add(x):W}; })); Use(r);", "r")]
    [InlineData("var r = new List<int>(); await Task.WhenAll(a.Select(async i => { var x = await F(i); {W:r.Add(x):W}; await F(r.Count); })); Use(r);", "r")]
    [InlineData("var r = new List<int>(); var all = Task.WhenAll(a.Select(async i => { var x = await F(i); {W:r.Add(x):W}; })); await all;", "r")]
    [InlineData("var t = \"\"; await Task.WhenAll(a.Select(async i => { var x = await F(i); {W:t += x:W}; })); Use(t);", "t")]
    public async Task A_run_that_has_no_one_share_is_left(string statement, string member) => Assert.DoesNotContain(Fixing.Reduce, await Fix(statement, member).OfferedAsync());

    [Fact]
    public async Task What_a_delegate_gives_is_a_share_too() => Assert.Contains(
        "texts.AddRange(await Task.WhenAll(numbers.Select(async number => await fetchAsync(number))));",
        await new Fixing
        {
            Kinds = All,
            Member = "texts",
            Source = """
            public static class Pages
            {
                public static async Task<List<string>> LoadAsync(int[] numbers, Func<int, Task<string>> fetchAsync)
                {
                    var texts = new List<string>();
                    await Task.WhenAll(numbers.Select(async number => {W:texts.Add(await fetchAsync(number)):W}));
                    return texts;
                }
            }

            """.ReplaceLineEndings("\n"),
        }.ApplyAsync(Fixing.Reduce),
        StringComparison.Ordinal);

    [Fact]
    public async Task All_at_once()
    {
        var result = await Fix("Parallel.ForEach(a, i => { {W:_n++:W}; {W2:_n += 2:W2}; });", "_n").ApplyAllAsync(Fixing.Interlocked, new SharedUpdateCodeFixProvider());
        Assert.Contains("Interlocked.Increment(ref _n); Interlocked.Add(ref _n, 2);", result, StringComparison.Ordinal);
    }

    private static Fixing Fix(string statement, string member) => new()
    {
        Kinds = All,
        Member = member,
        HasHabits = true,
        Source = $$"""
        namespace Sample;

        public class Counter
        {
            private int _n;
            private long _sum;
            private decimal _big;
            private double _half;
            private string _text = "";
            private List<int> _given;
            private readonly List<int> _list = new();
            private readonly List<int> _sorted = new();
            private System.Collections.Immutable.ImmutableList<int> _all = System.Collections.Immutable.ImmutableList<int>.Empty;
            public int Total { get; set; }

            public Counter(List<int> given) => _given = given;

            public async Task RunAsync(int[] a)
            {
                await Task.Yield();
                {{statement}}
            }

            public object Texts => _text + _half + _big + _sum + _given.Count + _list.Count;
            public void Sort() => _sorted.Sort();
            private static void Use(object o) { }
            private static Task<int> F(int i) => Task.FromResult(i);
        }

        """.Replace("\r\n", "\n", StringComparison.Ordinal),
    };
}
