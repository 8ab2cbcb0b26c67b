using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Fixing all is fixing one after the other.</summary>
public class FixAllTests
{
    [Fact]
    public async Task Several_in_one_method_agree_on_names() => Assert.Equal(
        Template.Method("var charge = await ChargeAsync();\n        _n += charge;\n        var weight = await WeightAsync();\n        _n += weight;\n        var value = await ChargeAsync();\n        _n += value;"),
        await new Fixing
        {
            Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};\n        {W2:{R2:_n:R2} += {S2:await WeightAsync():S2}:W2};\n        {W3:{R3:_n:R3} += {S3:await ChargeAsync():S3}:W3};"),
        }.ApplyAllAsync(Fixing.ReadAfterAwait));

    [Fact]
    public async Task One_inside_the_other_is_fixed_first() => Assert.Equal(
        Template.Method("var charge = await ChargeAsync(await ((Func<Task<int>>)(async () =>\n        {\n            var weight = await WeightAsync();\n            return _n += weight;\n        }))());\n        _n += charge;"),
        await new Fixing
        {
            Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync(await ((Func<Task<int>>)(async () => {W2:{R2:_n:R2} += {S2:await WeightAsync():S2}:W2}))()):S}:W};"),
        }.ApplyAllAsync(Fixing.ReadAfterAwait));

    [Fact]
    public async Task What_is_not_offered_alone_is_left() => Assert.Equal(
        Template.Method("var charge = await ChargeAsync();\n        _n += charge;\n        _n = await ChargeAsync(_n);"),
        await new Fixing
        {
            Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};\n        {W2:_n = {S2:await ChargeAsync({R2:_n:R2}):S2}:W2};"),
        }.ApplyAllAsync(Fixing.ReadAfterAwait));

    /// <summary><c>dotnet format</c> asks with the key of whichever finding it met first, or with none where that one has no safe fix.</summary>
    [Theory]
    [InlineData(Fixing.CheckAgain)]
    [InlineData(null)]
    public async Task What_offers_another_safe_fix_than_asked_for_gets_that(string? key) => Assert.Equal(
        Template.Method("var charge = await ChargeAsync();\n        _n += charge;"),
        await new Fixing { Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};") }.ApplyAllAsync(key));

    [Fact]
    public async Task Windows_line_ends_stay() => Assert.DoesNotContain(
        "\n",
        (await new Fixing
        {
            Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};\n        {W2:{R2:_n:R2} += {S2:await WeightAsync():S2}:W2};").ReplaceLineEndings("\r\n"),
        }.ApplyAllAsync(Fixing.ReadAfterAwait)).Replace("\r\n", ""));

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Guards_of_one_state_are_one_field(FixAllScope scope)
    {
        var source = "public class Job(Func<Task> work)\n{\n    private int _n;\n    public async Task AddAsync() { if ({R:_n:R} > 3) return; {S:await work():S}; {W:_n++:W}; }\n    public async Task TakeAsync() { if ({R2:_n:R2} < 1) return; {S2:await work():S2}; {W2:_n--:W2}; }\n}\n";
        var all = await new Fixing { Source = source, Kinds = FixKinds.Guard, HasHabits = true }.ApplyAllAsync(Fixing.Guard, new GuardCodeFixProvider(), scope);
        Assert.Equal(2, all.Split("new(1, 1)").Length);
        Assert.Equal(3, all.Split("await _gate.WaitAsync();").Length);
        Assert.Equal(3, all.Split("_gate.Release();").Length);
    }

    [Fact]
    public async Task A_place_that_is_guarded_by_then_is_left()
    {
        var source = "public class Job(Func<Task> work)\n{\n    private int _n;\n    public async Task AddAsync() { if ({R2:{R:_n:R}:R2} > 3) return; {S:{S2:await work():S2}:S}; {W:_n++:W}; {W2:_n *= 2:W2}; }\n}\n";
        var all = await new Fixing { Source = source, Kinds = FixKinds.Guard, HasHabits = true }.ApplyAllAsync(Fixing.Guard, new GuardCodeFixProvider());
        Assert.Equal(2, all.Split("WaitAsync").Length);
    }
}
