namespace AsyncStateAnalyzers.CodeFixes.Tests;

public class HoistAwaitTests
{
    [Theory]
    [InlineData("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};", "var charge = await ChargeAsync();\n        _n += charge;")]
    [InlineData("{W:_n = {R:_n:R} + {S:await ChargeAsync():S}:W};", "var charge = await ChargeAsync();\n        _n = _n + charge;")]
    [InlineData("{W:_n = Math.Max({R:_n:R}, {S:await GetCountAsync():S}):W};", "var count = await GetCountAsync();\n        _n = Math.Max(_n, count);")]
    [InlineData("{W:Text = $\"{{R:Text:R}}{{S:await LineAsync():S}}\\n\":W};", "var line = await LineAsync();\n        Text = $\"{Text}{line}\\n\";")]
    [InlineData("{W:_items = [.. {R:_items:R}, {S:await PickAsync():S}]:W};", "var pick = await PickAsync();\n        _items = [.. _items, pick];")]
    [InlineData("{W:{R:_votes[{S:await ChargeAsync():S}]:R} += {S:await WeightAsync():S}:W};", "var charge = await ChargeAsync();\n        var weight = await WeightAsync();\n        _votes[charge] += weight;")]
    [InlineData("{W:_votes[{R:_n:R}] = {S:await ChargeAsync():S}:W};", "var charge = await ChargeAsync();\n        _votes[_n] = charge;")]
    [InlineData("{W:{R:_n:R} += ({S:await PairAsync():S}).Item1:W};", "var pair = await PairAsync();\n        _n += pair.Item1;")]
    [InlineData("{W:_n = {R:_n:R} + Log() + {S:await ChargeAsync():S} + Log():W};", "var log = Log();\n        var charge = await ChargeAsync();\n        _n = _n + log + charge + Log();")]
    [InlineData("if (flag) {W:{R:_n:R} += {S:await ChargeAsync():S}:W};", "if (flag)\n        {\n            var charge = await ChargeAsync();\n            _n += charge;\n        }")]
    [InlineData("var old = {W:{R:_n:R} += {S:await ChargeAsync():S}:W};", "var charge = await ChargeAsync();\n        var old = _n += charge;")]
    [InlineData("if (({W:{R:_n:R} += {S:await ChargeAsync():S}:W}) > 3) Log();", "var charge = await ChargeAsync();\n        if ((_n += charge) > 3) Log();")]
    [InlineData("{W:Interlocked.Exchange(ref _n, {R:_n:R} + {S:await ChargeAsync():S}):W};", "var charge = await ChargeAsync();\n        Interlocked.Exchange(ref _n, _n + charge);")]
    [InlineData("// why\n        {W:{R:_n:R} += {S:await ChargeAsync():S}:W}; // how", "// why\n        var charge = await ChargeAsync();\n        _n += charge; // how")]
    [InlineData("{W:{R:_n:R} += {S:await ChargeAsync().ConfigureAwait(false):S}:W};", "var charge = await ChargeAsync().ConfigureAwait(false);\n        _n += charge;")]
    [InlineData("var charge = 1; {W:{R:_n:R} += charge + {S:await ChargeAsync():S}:W};", "var charge = 1; var value = await ChargeAsync();\n        _n += charge + value;")]
    public async Task The_await_comes_first(string statement, string expected) =>
        Assert.Equal(Template.Method(expected), await new Fixing { Source = Template.Method(statement) }.ApplyAsync(Fixing.ReadAfterAwait));
}
